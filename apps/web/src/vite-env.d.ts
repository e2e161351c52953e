/// <reference types="vite/client" />
declare module '@fontsource-variable/ibm-plex-sans/wdth.css';
declare module '@fontsource/ibm-plex-mono/400.css';
declare module '@fontsource/ibm-plex-mono/500.css';
