import type { Mail } from '../../platform/mail/post-office.ts';

/**
 * What persons are written. No letter repeats a name or a text that somebody chose: an address that is not theirs may get it.
 */
type Letter = Omit<Mail, 'to'>;

const paragraphs = (...parts: readonly string[]): string => ['Hello,', ...parts].join('\n\n');
const NOT_YOU =
  'If this was not you, choose a new password at once and look through your sessions, under Account, Security.';

export function passwordResetLetter({ link, minutes }: { link: string; minutes: number }): Letter {
  return {
    subject: 'Choose a new password for DevPulse',
    text: paragraphs(
      `Somebody, probably you, asked to choose a new password for your account on DevPulse. Do it here, within ${minutes} minutes:\n${link}`,
      'The link is good once, and every session of yours ends with it. If you did not ask, do nothing: your password stays as it is.',
    ),
  };
}

export function passwordChangedLetter({ url }: { url: string }): Letter {
  return {
    subject: 'Your password for DevPulse was changed',
    text: paragraphs(
      'The password of your account on DevPulse was changed just now, and your other sessions were ended.',
      `${NOT_YOU}\n${url}`,
    ),
  };
}

export function addressVerificationLetter({ link, hours }: { link: string; hours: number }): Letter {
  return {
    subject: 'Confirm your address for DevPulse',
    text: paragraphs(
      `Confirm that this address is yours, within ${hours} hours:\n${link}`,
      'If you do not know what this is about, do nothing; nothing will happen.',
    ),
  };
}

/** To an address that has an account already, when somebody wanted to make it theirs. */
export function addressTakenLetter(): Letter {
  return {
    subject: 'Somebody gave your address to DevPulse',
    text: paragraphs(
      'Somebody wanted to use this address for their account on DevPulse. It belongs to your account, so nothing has changed.',
      'If it was you, with a second account: delete this one first, or keep it.',
    ),
  };
}

export function addressChangeAskedLetter({ url }: { url: string }): Letter {
  return {
    subject: 'A new address for your DevPulse account was asked for',
    text: paragraphs(
      'Your account on DevPulse is about to get another address. It changes when the link that was sent there is opened; until then this one stays.',
      `${NOT_YOU}\n${url}`,
    ),
  };
}

export function addressChangedLetter(): Letter {
  return {
    subject: 'The address of your DevPulse account was changed',
    text: paragraphs(
      'Your account on DevPulse has another address now, and this one does not belong to it any more.',
      'If this was not you, tell whoever runs your DevPulse: they can lock the account.',
    ),
  };
}

export function accountDeletedLetter(): Letter {
  return {
    subject: 'Your DevPulse account was deleted',
    text: paragraphs(
      'Your account on DevPulse and everything that was kept under it is deleted. This is the last mail to this address.',
    ),
  };
}
