import { createTransport } from 'nodemailer';
import type { SendMail } from '../platform/post-room.ts';

/** A mail server did not take a mail. The message names no person and quotes no mail. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
  /** True when trying again changes nothing: the server knows no such address, or refuses the mail as such. */
  readonly isFinal: boolean;

  constructor(message: string, isFinal: boolean) {
    super(message);
    this.isFinal = isFinal;
  }
}

const LIMIT_MS = 20_000;

/** Sends by SMTP, with TLS where the server offers it; `from` is the sender of every mail. Rejects with a `MailRefused`. */
export function openMailer(smtpUrl: string, from: string): SendMail {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: LIMIT_MS,
    greetingTimeout: LIMIT_MS,
    socketTimeout: LIMIT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async ({ id, to, subject, text }) => {
    try {
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        // The same on every attempt, so that a mail that arrives twice can be known by it.
        messageId: `<${id}@devpulse>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      throw refusal(error);
    }
  };
}

/** The server's own words may name the recipient, so only its codes are kept. */
function refusal(error: unknown): MailRefused {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const status = typeof responseCode === 'number' ? responseCode : null;
  const told = [typeof code === 'string' ? code : null, status].filter((part) => part !== null).join(' ');
  const isFinal = status !== null && status >= 500 && code !== 'EAUTH';
  return new MailRefused(`The mail server did not take the mail (${told || 'no answer'}).`, isFinal);
}
