import type { Step } from '@devpulse/ui/step-list';
import { type OnboardingStep, onboardingAddress } from '../../lib/addresses.ts';

const STEPS: readonly { id: OnboardingStep; label: string; detail: string }[] = [
  { id: 'name', label: 'Name it', detail: 'and say where it works' },
  { id: 'week', label: 'Working week', detail: 'days, hours, days off' },
  { id: 'people', label: 'Invite people', detail: 'each with a role' },
  { id: 'github', label: 'Connect GitHub', detail: 'read only, no code' },
];

/** The step that an address asks for. Without an organization there is only the first one; with it, that one is over. */
export function stepOf(step: string | string[] | undefined, hasOrganization: boolean): OnboardingStep {
  if (!hasOrganization) return 'name';
  const known = STEPS.find(({ id }) => id === step && id !== 'name');
  return known?.id ?? 'week';
}

/** The steps as they are drawn: what was made is done, later ones can be gone to and come back from. */
export function stepsAt(current: OnboardingStep, organization: string | null): Step[] {
  const index = STEPS.findIndex(({ id }) => id === current);
  return STEPS.map(({ id, label, detail }, position) => {
    const isReachable = organization !== null && id !== 'name' && id !== current;
    return {
      label,
      detail,
      state: position < index ? 'done' : position === index ? 'current' : 'ahead',
      ...(isReachable && { href: onboardingAddress({ organization, step: id }) }),
    };
  });
}

/** The address after a step; null after the last one. */
export function nextAddress(current: OnboardingStep, organization: string): string | null {
  const next = STEPS[STEPS.findIndex(({ id }) => id === current) + 1];
  return next ? onboardingAddress({ organization, step: next.id }) : null;
}
