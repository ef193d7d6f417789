'use server';

import { importGithubTeams } from '@devpulse/contracts/organization/contributors';
import {
  addToTeam,
  createTeam,
  deleteTeam,
  removeFromTeam,
  renameTeam,
  setTeamManagers,
} from '@devpulse/contracts/organization/teams';
import type { FormState } from '@devpulse/ui/form-state';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { formAction } from '../../lib/actions.ts';
import { teamAddress, teamsAddress } from '../../lib/addresses.ts';
import { callApi } from '../../lib/api.ts';
import { callWithInputs } from '../../lib/input-names.ts';
import { candidateOf } from './team-words.ts';

type TeamParams = { organization: string; team: string };

export async function importTeams(organization: string, previous: FormState, data: FormData) {
  return formAction(async () => {
    await callApi(importGithubTeams, { params: { organization } });
  })(previous, data);
}

export async function makeTeam(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const team = await callApi(createTeam, { params: { organization }, body: { name: form.text('name') } });
    redirect(teamAddress(organization, team.id));
  })(previous, data);
}

export async function changeTeamName(params: TeamParams, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    await callApi(renameTeam, { params, body: { name: form.text('name') } });
    refresh();
  })(previous, data);
}

export async function removeTeam(params: TeamParams, previous: FormState, data: FormData) {
  return formAction(async () => {
    await callApi(deleteTeam, { params });
    redirect(teamsAddress(params.organization));
  })(previous, data);
}

const PERSON_INPUTS = { contributorId: 'person', userId: 'person', from: 'from' };

export async function addPerson(params: TeamParams, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const from = form.text('from');
    // Without a person the API answers which input is missing.
    const body = { ...candidateOf(form.text('person')), ...(from !== '' && { from }) };
    await callWithInputs(PERSON_INPUTS, () => callApi(addToTeam, { params, body }));
    refresh();
  })(previous, data);
}

export async function endTime(
  params: TeamParams & { contributor: string },
  previous: FormState,
  data: FormData,
) {
  return formAction(async () => {
    await callApi(removeFromTeam, { params });
    refresh();
  })(previous, data);
}

export async function saveManagers(params: TeamParams, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    await callApi(setTeamManagers, { params, body: { userIds: form.all('manager') } });
    refresh();
  })(previous, data);
}
