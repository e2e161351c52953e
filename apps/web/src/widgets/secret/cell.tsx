import { Dim } from '../../ui/text.tsx';

/** A secret is never read back. */
export function SecretCell() {
  return <Dim>hidden</Dim>;
}
