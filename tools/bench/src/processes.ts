import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second. */
const TICKS = 100;

/** Fields after the name in `/proc/PID/stat`: parent, and time for itself and for children that ended. */
const statOf = (pid: string): { readonly parent: number; readonly ticks: number } | null => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), ticks: fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) };
  } catch {
    return null; // it ended meanwhile
  }
};

/** Seconds that a process and its children have computed. */
export const cpuSeconds = (pid: number): number => {
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const ticks = others.map((name) => {
    const stat = statOf(name);
    return stat && (stat.parent === pid || Number(name) === pid) ? stat.ticks : 0;
  });
  return ticks.reduce((sum, one) => sum + one, 0) / TICKS;
};

/** The most memory a process has had so far, in megabytes. */
export const peakMemory = (pid: number): number => {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
};
