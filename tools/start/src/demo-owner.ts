import { randomInt } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signOut } from '@devpulse/contracts/auth/sign-in';
import type { ApiCall } from '@devpulse/contracts/client';
import { listOrganizations } from '@devpulse/contracts/organization/organizations';
import { z } from 'zod';
import { type DemoColleague, demoAddress } from './demo-people.ts';
import { colleaguesOf, inviteColleagues, settleDemo } from './demo-team.ts';
import { messageOf, StartFailure } from './failure.ts';
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
const Owner = z.object({
  name: z.string(),
  email: z.string(),
  password: z.string(),
  /** Who else has an account with this password, in words. */
  others: z.array(z.string()).default([]),
});
type Owner = z.infer<typeof Owner>;

/** `rest` is what goes on after the start: colleagues and their hours. It never rejects. */
export type DemoStart = { lines: string[]; rest: Promise<void> };

/**
 * Makes the Owner of the demo's instance at its first start, waits until the simulated organization is theirs, and returns
 * what a person reads last: how to sign in.
 */
export async function demoOwner(instance: ReadyInstance): Promise<DemoStart> {
  const file = path.join(instance.dataDirectory, 'demo-owner.json');
  if (!(await isSetUp(instance.apiUrl))) return firstStart(instance, file);
  const rest = Promise.resolve();
  if (existsSync(file)) return { lines: signInLines(instance, readOwner(file)), rest };
  return { lines: [...(await setUpLines(instance)), 'Sign in as the Owner who was set up by hand.'], rest };
}

async function firstStart(instance: ReadyInstance, file: string): Promise<DemoStart> {
  const owner = ensureOwner(file);
  const { apiUrl } = instance;
  const call = clientOf(apiUrl, await setUpOwner(instance, owner));
  const organization = await organizationInTime(call);
  if (organization === undefined) {
    console.log(lateOrganization);
    await call(signOut, {});
    return { lines: signInLines(instance, { ...owner, others: [] }), rest: Promise.resolve() };
  }
  await settleDemo({ call, organization });
  const colleagues = await colleaguesOf(call);
  const others = othersLines(colleagues);
  const demo = { call, apiUrl, organization, password: owner.password };
  const rest = inviteColleagues(demo, colleagues)
    .then(() => writeOwner(file, { ...owner, others }))
    .then(() => call(signOut, {}))
    .then(
      () => {},
      (error: unknown) => console.log(`Not all people of the demo are there: ${messageOf(error)}`),
    );
  return { lines: signInLines(instance, { ...owner, others }), rest };
}

function signInLines({ publicUrl }: ReadyInstance, { email, password, others }: Owner): string[] {
  return [
    `Sign in at ${publicUrl}`,
    `  e-mail    ${email}`,
    `  password  ${password}`,
    ...(others.length > 0 ? ['With the same password', ...others.map((other) => `  ${other}`)] : []),
  ];
}

/** One of each role. */
function othersLines(colleagues: readonly DemoColleague[]): string[] {
  const roles = [...new Set(colleagues.map(({ role }) => role))];
  return roles.flatMap((role) => {
    const first = colleagues.find((colleague) => colleague.role === role);
    if (first === undefined) return [];
    const { name, manages } = first;
    const what = manages === undefined ? `a ${ROLE_WORDS[role]}` : `${ROLE_WORDS[role]} of ${manages}`;
    return [`${demoAddress(first)}, ${name}, ${what}`];
  });
}

const ROLE_WORDS: Record<DemoColleague['role'], string> = {
  developer: 'Developer',
  manager: 'Manager',
  admin: 'Admin',
};

/** Written before it is used, so that a start that is killed in between leaves a password that is known. */
function ensureOwner(file: string): NewOwner {
  if (!existsSync(file)) {
    const owner = { name: 'Demo Owner', email: 'demo@devpulse.example', password: newPassword() };
    writeOwner(file, { ...owner, others: [] });
  }
  chmodSync(file, 0o600);
  const { name, email, password } = readOwner(file);
  return { name, email, password };
}

function writeOwner(file: string, owner: Owner): void {
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(owner, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
}

function readOwner(file: string): Owner {
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
