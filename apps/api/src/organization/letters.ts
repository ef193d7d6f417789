import type { Role } from '@devpulse/domain/access/roles';
import type { Mail } from '../platform/mail/post-office.ts';

type Letter = Omit<Mail, 'to'>;
type About = { organization: string; actor: string; url: string };

const paragraphs = (...parts: readonly string[]): string => parts.join('\n\n');
const day = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

export function invitationLetter({
  organization,
  actor,
  role,
  link,
  expiresAt,
}: Omit<About, 'url'> & { role: Role; link: string; expiresAt: number }): Letter {
  return {
    subject: `You are invited to ${organization} on DevPulse`,
    text: paragraphs(
      'Hello,',
      `${actor} invites you to join the organization “${organization}” on DevPulse as ${withArticle(role)}.`,
      `Accept here, until ${day(expiresAt)}:\n${link}`,
      'The link is for you alone: do not pass it on. If you do not know what this is about, do nothing; nothing will happen.',
    ),
  };
}

export function individualViewsLetter({ organization, actor, url, isOn }: About & { isOn: boolean }): Letter {
  return isOn
    ? {
        subject: `Individual views are now on in ${organization}`,
        text: paragraphs(
          'Hello,',
          `${actor} has turned individual views on in “${organization}”. Your managers, Admins and the Owner can now see your individual delivery figures.`,
          `Every such view is logged, and you see at once who looked, when and at what:\n${url}`,
        ),
      }
    : {
        subject: `Individual views are now off in ${organization}`,
        text: paragraphs(
          'Hello,',
          `${actor} has turned individual views off in “${organization}”. From now on nobody but you sees your individual figures.`,
          `Who looked before stays in your access log:\n${url}`,
        ),
      };
}

export function deletionLetter({ organization, actor, url, dueAt }: About & { dueAt: number }): Letter {
  return {
    subject: `${organization} will be deleted on ${day(dueAt)}`,
    text: paragraphs(
      'Hello,',
      `${actor} has asked for the organization “${organization}” to be deleted on DevPulse. Everything it holds goes on ${day(dueAt)}. Until then the Owner can take it back.`,
      `You can export what is held about you until then:\n${url}`,
    ),
  };
}

export function deletionCancelledLetter({ organization, actor, url }: About): Letter {
  return {
    subject: `${organization} will not be deleted`,
    text: paragraphs(
      'Hello,',
      `${actor} has taken back the deletion of the organization “${organization}”. Everything stays as it is:\n${url}`,
    ),
  };
}

function withArticle(role: Role): string {
  const name = role.charAt(0).toUpperCase() + role.slice(1);
  return /^[AEIOU]/.test(name) ? `an ${name}` : `a ${name}`;
}
