'use server';

import { switchIndividualViews } from '@devpulse/contracts/organization/trust';
import type { FormState } from '@devpulse/ui/form-state';
import { refresh } from 'next/cache';
import { formAction } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';

export async function setViews(
  wish: { organization: string; isOn: boolean; isLocked?: boolean },
  previous: FormState,
  data: FormData,
) {
  return formAction(async () => {
    const { organization, ...body } = wish;
    await callApi(switchIndividualViews, { params: { organization }, body });
    refresh();
  })(previous, data);
}
