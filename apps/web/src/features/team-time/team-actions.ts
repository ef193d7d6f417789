'use server';

import { approveCorrection, declineCorrection } from '@devpulse/contracts/attendance/corrections';
import { setMemberLeave } from '@devpulse/contracts/attendance/leave';
import { lockAttendance, unlockAttendance } from '@devpulse/contracts/attendance/locks';
import { setMemberTarget } from '@devpulse/contracts/attendance/settings';
import type { FormState } from '@devpulse/ui/form-state';
import { formAction, type SentForm } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';
import { callWithInputs } from '../../lib/input-names.ts';
import { readLeave } from '../../lib/leave-input.ts';
import { readTarget, TARGET_INPUTS } from '../../lib/target-input.ts';

const versionOf = (form: SentForm) => Number(form.text('version'));

export async function approve(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const params = { organization, correction: form.text('correction') };
    await callApi(approveCorrection, { params, body: { version: versionOf(form) } });
  })(previous, data);
}

export async function decline(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const params = { organization, correction: form.text('correction') };
    const body = { version: versionOf(form), reason: form.text('reason') };
    await callApi(declineCorrection, { params, body });
  })(previous, data);
}

/** Of one team, or of everybody within reach. */
export async function lockDays(
  organization: string,
  previous: FormState<{ locked: number }>,
  data: FormData,
) {
  return formAction(async (form) => {
    const team = form.text('team');
    const body = { through: form.text('through'), ...(team !== '' && { team }) };
    return callApi(lockAttendance, { params: { organization }, body });
  })(previous, data);
}

export async function unlockDays(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const params = { organization, member: form.text('member') };
    const through = form.text('through');
    const body = { through: through === '' ? null : through, reason: form.text('reason') };
    await callApi(unlockAttendance, { params, body });
  })(previous, data);
}

type Named = { organization: string; member: string };

export async function saveMemberLeave({ organization, member }: Named, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const params = { organization, member, day: form.text('day') };
    await callApi(setMemberLeave, { params, body: readLeave(form) });
  })(previous, data);
}

export async function saveMemberTarget({ organization, member }: Named, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const body = readTarget(form);
    await callWithInputs(TARGET_INPUTS, () =>
      callApi(setMemberTarget, { params: { organization, member }, body }),
    );
  })(previous, data);
}
