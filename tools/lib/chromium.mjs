import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { quietly, ROOT, step } from './steps.mjs';

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const PLAYWRIGHT_PROGRAMS = [
  'chrome-linux/chrome',
  'chrome-linux64/chrome',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  'chrome-win/chrome.exe',
  'chrome-win64/chrome.exe',
];

function playwrightFolder() {
  if (process.env.PLAYWRIGHT_BROWSERS_PATH) return process.env.PLAYWRIGHT_BROWSERS_PATH;
  const caches = { darwin: 'Library/Caches', win32: 'AppData/Local' };
  return join(homedir(), caches[process.platform] ?? '.cache', 'ms-playwright');
}

function fromPlaywright() {
  const folder = playwrightFolder();
  if (!existsSync(folder)) return [];
  const builds = readdirSync(folder).filter((name) => name.startsWith('chromium-'));
  return builds.flatMap((build) => PLAYWRIGHT_PROGRAMS.map((program) => join(folder, build, program)));
}

async function starts(program) {
  try {
    await quietly(program, ['--version']);
    return true;
  } catch {
    return false;
  }
}

/** Path of a Chromium that starts, or null. `PLUMBLINE_CHROMIUM` goes before the usual places. */
async function find() {
  const given = process.env.PLUMBLINE_CHROMIUM;
  if (given) {
    if (await starts(given)) return given;
    throw new Error(`PLUMBLINE_CHROMIUM is ${given}, which does not start.`);
  }
  for (const program of [...USUAL, ...fromPlaywright()]) {
    if (existsSync(program) && (await starts(program))) return program;
  }
  return null;
}

async function installFromDebian() {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await quietly('apt-get', ['update'], { env });
  await quietly('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'], { env });
}

const installFromPlaywright = () =>
  quietly(process.execPath, [join(ROOT, 'apps/web/node_modules/playwright-core/cli.js'), 'install', 'chromium']);

/**
 * Path of a Chromium for the browser tests; installs one when there is none: from Debian as root, else by
 * Playwright's download.
 * @throws Error that names what to install by hand.
 */
export async function chromium() {
  const found = await find();
  if (found) return found;
  const debian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  const ways = debian ? [installFromDebian, installFromPlaywright] : [installFromPlaywright];
  const problems = [];
  for (const way of ways) {
    try {
      await step('Installing Chromium for the browser tests', way);
    } catch (error) {
      problems.push(error.message);
      continue;
    }
    const installed = await find();
    if (installed) return installed;
  }
  const advice = 'Install the package "chromium", or name a browser in PLUMBLINE_CHROMIUM.';
  throw new Error(`The browser tests need Chromium, and there is none. ${advice}\n${problems.join('\n')}`);
}
