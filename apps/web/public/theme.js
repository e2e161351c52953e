// Runs before the first paint, so that a dark page never flashes white.
(function () {
  var root = document.documentElement;
  var theme = null;
  var density = null;
  try {
    theme = localStorage.getItem('plumbline.theme');
    density = localStorage.getItem('plumbline.density');
  } catch (error) {
    // Storage can be denied; the system theme then holds.
    theme = null;
  }
  var dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = theme === 'light' || theme === 'dark' ? theme : dark ? 'dark' : 'light';
  if (density === 'regular' || density === 'comfortable') root.dataset.density = density;
})();
