/** Prints the page in the light theme: paper is white. */
export function printPage(): void {
  const root = document.documentElement;
  const theme = root.dataset['theme'];
  const restore = () => {
    if (theme) root.dataset['theme'] = theme;
  };
  window.addEventListener('afterprint', restore, { once: true });
  root.dataset['theme'] = 'light';
  print();
}
