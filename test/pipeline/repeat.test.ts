import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ProjectionChecksum } from '@devpulse/database/checksum';
import { beforeAll, describe, expect, it } from 'vitest';

type Run = { zone: string; told: ProjectionChecksum; rebuilt: ProjectionChecksum };

const script = path.join(import.meta.dirname, 'repeat-process.ts');

async function runIn(zone: string, seed: number): Promise<Run> {
  const env = { ...process.env, NODE_OPTIONS: '', TZ: zone, REPEAT_SEED: String(seed) };
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env, maxBuffer: 10_000_000 });
  return JSON.parse(stdout);
}

/** Half a day before and after, in one of them at half an hour; today here is yesterday or tomorrow there. */
const ZONES = ['UTC', 'Pacific/Kiritimati', 'America/St_Johns'];

describe('the same deliveries, in another order and on a machine of another time zone', () => {
  const runs: Run[] = [];
  beforeAll(async () => {
    for (const [index, zone] of ZONES.entries()) runs.push(await runIn(zone, index + 1));
  });

  it('end in the same rows, byte by byte, of every derived table', () => {
    expect(runs.map(({ zone }) => zone)).toEqual(ZONES);
    const [first] = runs;
    for (const { told } of runs) expect(told).toEqual(first?.told);
    for (const { rows } of Object.values(first?.told ?? {})) expect(rows).toBeGreaterThan(0);
  });

  it('and after a rebuild from what was delivered', () => {
    for (const { told, rebuilt } of runs) expect(rebuilt).toEqual(told);
  });
});
