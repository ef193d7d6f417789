import { Account, getAccount } from '@devpulse/contracts/account/profile';
import { listDevices } from '@devpulse/contracts/account/sessions';
import { ClockRules, getClock, ZoneView } from '@devpulse/contracts/attendance/clock';
import { CorrectionView, listOwnCorrections } from '@devpulse/contracts/attendance/corrections';
import { getAttendanceSettings } from '@devpulse/contracts/attendance/settings';
import type { ApiCall } from '@devpulse/contracts/client';
import { z } from 'zod';
import { readWhole, removeFile, writeWhole } from '../files/atomic-file.ts';

const Devices = listDevices.response.shape.items;

/** What the server said last of the person, kept so that a start without network can show it. */
const Known = z.object({
  userId: z.uuid(),
  account: Account,
  devices: Devices.default([]),
  /** Of the chosen organization. */
  organization: z
    .object({
      slug: z.string(),
      rules: ClockRules,
      zone: ZoneView,
      corrections: z.array(CorrectionView),
      selfAppliesCorrections: z.boolean(),
    })
    .nullable()
    .default(null),
});
export type Known = z.infer<typeof Known>;

export type ServerFacts = {
  readonly known: Known | null;
  /** Asks anew. Rejects with what kept it from that; what was known stays. */
  refresh: (call: ApiCall, slug: string | null) => Promise<void>;
  forget: () => void;
};

/** Of somebody else than `userId`, nothing is shown. */
export function openServerFacts(
  file: string,
  onChange: () => void,
): ServerFacts & { read: (userId: string) => void } {
  let known: Known | null = null;
  const keep = (next: Known) => {
    known = next;
    writeWhole(file, JSON.stringify(next));
    onChange();
  };
  return {
    get known() {
      return known;
    },
    read(userId) {
      const kept = parse(readWhole(file));
      known = kept?.userId === userId ? kept : null;
    },
    async refresh(call, wanted) {
      const account = await call(getAccount, {});
      const { items: devices } = await call(listDevices, {});
      const slugs = account.memberships.map(({ organization }) => organization.slug);
      const slug = wanted !== null && slugs.includes(wanted) ? wanted : (slugs[0] ?? null);
      const organization = slug === null ? null : await readOrganization(call, slug);
      keep({ userId: account.id, account, devices, organization });
    },
    forget() {
      known = null;
      removeFile(file);
    },
  };
}

async function readOrganization(call: ApiCall, slug: string): Promise<NonNullable<Known['organization']>> {
  const params = { organization: slug };
  const [{ rules, zone }, { items: corrections }, { selfAppliesCorrections }] = await Promise.all([
    call(getClock, { params }),
    call(listOwnCorrections, { params, query: {} }),
    call(getAttendanceSettings, { params }),
  ]);
  return { slug, rules, zone, corrections, selfAppliesCorrections };
}

function parse(bytes: Buffer | null): Known | null {
  if (bytes === null) return null;
  try {
    return Known.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}
