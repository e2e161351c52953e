/** The product's mark: a plumb bob in a yellow square. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="3" fill="var(--signal)" />
      <path d="M12 2.5v7" stroke="var(--on-signal)" strokeWidth="1.8" strokeLinecap="round" />
      <path d="M8.6 9.5h6.8l1.1 4.2c-.7 2.6-2.6 5.2-4.5 7.8-1.9-2.6-3.8-5.2-4.5-7.8z" fill="var(--on-signal)" />
    </svg>
  );
}
