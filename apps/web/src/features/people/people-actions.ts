'use server';

import {
  changeRole,
  invite,
  removeMember,
  withdrawInvitation,
} from '@devpulse/contracts/organization/members';
import { isRole } from '@devpulse/domain/access/roles';
import type { FormAction, FormState } from '@devpulse/ui/form-state';
import { refresh } from 'next/cache';
import { formAction } from '../../lib/actions.ts';
import { callApi, settle } from '../../lib/api.ts';
import { addressesOf, type Invited, noAddressProblem } from './invite-words.ts';

export async function giveRole(
  params: { organization: string; member: string },
  previous: FormState,
  data: FormData,
) {
  return formAction(async (form) => {
    const role = form.text('role');
    if (!isRole(role) || role === 'owner') return;
    await callApi(changeRole, { params, body: { role } });
    refresh();
  })(previous, data);
}

export async function removePerson(
  params: { organization: string; member: string },
  previous: FormState,
  data: FormData,
) {
  return formAction(async () => {
    await callApi(removeMember, { params });
    refresh();
  })(previous, data);
}

/** Invites each address in turn; one that is refused does not keep the others from it. */
export async function inviteAll(organization: string, previous: FormState<Invited>, data: FormData) {
  const inviteEach = formAction(async (form): Promise<Invited> => {
    const { good, bad } = addressesOf(form.text('emails'));
    if (bad.length > 0 || good.length === 0) throw noAddressProblem(bad);
    const wanted = form.text('role');
    const role = isRole(wanted) && wanted !== 'owner' ? wanted : 'developer';
    const invited: Invited = { sent: [], refused: [] };
    for (const email of good) {
      const body = { email, role, teamIds: form.all('team') };
      const answer = await settle(callApi(invite, { params: { organization }, body }));
      if ('data' in answer) invited.sent.push({ email, link: answer.data.link });
      else invited.refused.push({ email, detail: answer.problem.detail });
    }
    refresh();
    return invited;
  }) as FormAction<Invited>;
  return inviteEach(previous, data);
}

/** A new invitation takes the place of the old one, with the same role and teams. */
export async function renewInvitation(
  { organization, ...body }: { organization: string; email: string; role: string; teamIds: string[] },
  previous: FormState<{ link: string }>,
  data: FormData,
) {
  const inviteAgain = formAction(async () => {
    const role = isRole(body.role) && body.role !== 'owner' ? body.role : 'developer';
    const { link } = await callApi(invite, { params: { organization }, body: { ...body, role } });
    refresh();
    return { link };
  }) as FormAction<{ link: string }>;
  return inviteAgain(previous, data);
}

export async function withdraw(
  params: { organization: string; invitation: string },
  previous: FormState,
  data: FormData,
) {
  return formAction(async () => {
    await callApi(withdrawInvitation, { params });
    refresh();
  })(previous, data);
}
