import { spawn } from 'node:child_process';
import path from 'node:path';
import { rolldown } from 'rolldown';

/** Every step that an action goes through, in order. Source: attendance.md, J1. */
export const DEATHS = [
  'before_append',
  'mid_append',
  'before_fsync',
  'before_ui',
  'after_ui',
  'before_freeze',
  'before_send',
  'in_send',
  'before_reply',
  'after_reply',
  'after_mark',
] as const;
export type Death = (typeof DEATHS)[number];

export type ClockLife = {
  directory: string;
  binding: { userId: string; deviceId: string; organizationId: string };
  url: string;
  isOnline: boolean;
  /** What the person does; what the journal holds already is not done again. */
  script: ('clock_in' | 'break_start' | 'break_end' | 'clock_out')[];
  dieAt: Death | null;
  dieAtAction: number;
};

export type ClockEnd = {
  signal: NodeJS.Signals | null;
  code: number | null;
  shown: number[];
  left: string | null;
};

/** Makes one file of the clock's process, which is started hundreds of times: read as sources it takes three times as long. */
export async function bundleClock(directory: string): Promise<string> {
  const program = path.join(directory, 'clock.mjs');
  const bundle = await rolldown({
    input: path.join(import.meta.dirname, 'desktop-clock-process.ts'),
    platform: 'node',
  });
  await bundle.write({ file: program, format: 'esm' });
  await bundle.close();
  return program;
}

/** Lives one life of the desktop's clock in a process of its own. */
export function liveOnce(program: string, life: ClockLife): Promise<ClockEnd> {
  const child = spawn(process.execPath, [program, JSON.stringify(life)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      const lines = output.split('\n');
      const shown = lines.flatMap((line) => (line.startsWith('shown ') ? [Number(line.slice(6))] : []));
      const left = lines.find((line) => line.startsWith('left '))?.slice(5) ?? null;
      resolve({ signal, code, shown, left });
    });
  });
}
