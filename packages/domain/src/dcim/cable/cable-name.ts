/** A cable as refusals tell of it. */
export interface CableName {
  readonly id: string;
  readonly number: number;
  readonly label: string | null;
}

/** How a cable is called: its label, else its number. */
export const cableCalled = ({ label, number }: CableName): string => label ?? `#${number}`;
