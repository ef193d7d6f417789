import { randomInt } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signOut } from '@devpulse/contracts/auth/sign-in';
import type { ApiCall } from '@devpulse/contracts/client';
import { listOrganizations } from '@devpulse/contracts/organization/organizations';
import { z } from 'zod';
import { recordDemoHours } from './demo-attendance.ts';
import { StartFailure } from './failure.ts';
import {
  clientOf,
  isSetUp,
  type NewOwner,
  type ReadyInstance,
  setUpLines,
  setUpOwner,
} from './instance-api.ts';

const adoptionLimitMilliseconds = 60_000;
const lateOrganization =
  'The simulated organization is not there after a minute; the log of the worker may say why.';
const Owner = z.object({ name: z.string(), email: z.string(), password: z.string() });

/**
 * Makes the Owner of the demo's instance at its first start, waits until the simulated organization is theirs, and returns
 * what a person reads last: how to sign in.
 */
export async function demoOwnerLines(instance: ReadyInstance): Promise<string[]> {
  const file = path.join(instance.dataDirectory, 'demo-owner.json');
  if (!(await isSetUp(instance.apiUrl))) {
    const accessToken = await setUpOwner(instance, ensureOwner(file));
    const call = clientOf(instance.apiUrl, accessToken);
    const organization = await organizationInTime(call);
    if (organization === undefined) console.log(lateOrganization);
    else await recordDemoHours(call, organization);
    await call(signOut, {});
  }
  if (!existsSync(file))
    return [...(await setUpLines(instance)), 'Sign in as the Owner who was set up by hand.'];
  const { email, password } = readOwner(file);
  return [`Sign in at ${instance.publicUrl}`, `  e-mail    ${email}`, `  password  ${password}`];
}

/** Written before it is used, so that a start that is killed in between leaves a password that is known. */
function ensureOwner(file: string): NewOwner {
  if (!existsSync(file)) {
    const owner = { name: 'Demo Owner', email: 'demo@devpulse.example', password: newPassword() };
    writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(owner, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.${process.pid}`, file);
  }
  chmodSync(file, 0o600);
  return readOwner(file);
}

function readOwner(file: string): NewOwner {
  try {
    return Owner.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new StartFailure(`${file} is not usable. Remove the demo's data directory and start it anew.`);
  }
}

/** Four groups of five from 31 signs that nobody takes for each other: 99 bits. */
function newPassword(): string {
  const signs = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 5 }, () => signs[randomInt(signs.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}

/** The first delivery of the simulator makes the organization; one without members belongs to the instance's Owner. */
async function organizationInTime(call: ApiCall): Promise<string | undefined> {
  const deadline = performance.now() + adoptionLimitMilliseconds;
  while (performance.now() < deadline) {
    const [first] = (await call(listOrganizations, {})).items;
    if (first) return first.slug;
    await sleep(500);
  }
  return undefined;
}
