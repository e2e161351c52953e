import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const reactFiles = /node_modules\/(react|react-dom|scheduler)\//;
const tanstackFiles =
  /node_modules\/@tanstack\/(react-router|router-core|history|react-query|query-core|react-store|store)\//;

/** Builds relative asset links, so that the same files serve under any base path. */
export default defineConfig({
  base: './',
  plugins: [react()],
  build: {
    target: 'es2023',
    sourcemap: false,
    chunkSizeWarningLimit: 500,
    manifest: true,
    rolldownOptions: {
      output: {
        advancedChunks: {
          groups: [
            { name: 'react', test: reactFiles },
            { name: 'tanstack', test: tanstackFiles },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/graphql': 'http://127.0.0.1:8080',
      '/auth': 'http://127.0.0.1:8080',
      '/files': 'http://127.0.0.1:8080',
    },
  },
});
