import { AppError } from '@devpulse/domain/errors';

/** One answer for each kind of thing, whether it is missing or somebody else's. */
export function noSuchMember(field = 'path.member'): AppError {
  return new AppError('not_found', 'There is no such member.', { field });
}

export function noSuchTeam(field = 'path.team'): AppError {
  return new AppError('not_found', 'There is no such team.', { field });
}

export function noSuchPerson(field = 'path.person'): AppError {
  return new AppError('not_found', 'There is no such person.', { field });
}

const ONLY_OWNER = 'membership_owner';

/** For the only Owner of an organization, who cannot go before somebody else is. */
export function onlyOwnerStays(): AppError {
  return new AppError('conflict', 'You are the only Owner of this organization.', {
    remedy: 'Transfer the ownership first, or delete the organization.',
  });
}

/** The commit was refused because the organization would have been left without an Owner. */
export function isOwnerlessFault(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === ONLY_OWNER;
}
