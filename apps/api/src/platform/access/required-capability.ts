import type { CapabilityId } from '@devpulse/domain/access/capabilities';
import { isWithheldForFactor, mayUse } from '@devpulse/domain/access/member-authority';
import { AppError } from '@devpulse/domain/errors';
import type { Member } from './caller.ts';

/** Throws AppError: `forbidden` for a role without the capability, `second_factor_required` while it is withheld. */
export function requireCapability(member: Member, capability: CapabilityId, now: number): void {
  if (!mayUse(member, capability)) {
    throw new AppError('forbidden', `A ${member.role} may not do this here.`, {
      remedy: 'Ask an Admin or the Owner of the organization.',
    });
  }
  if (isWithheldForFactor(member, capability, now)) {
    throw new AppError('second_factor_required', 'Your role asks for a second factor.', {
      remedy: 'Set up an authenticator app or a passkey under Account, Security; then this is open again.',
    });
  }
}
