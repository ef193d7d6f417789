import { CopyField } from '@devpulse/ui/copy-field';

const LINK = /https?:\/\/\S+/;

/** The words as they are, and the first link to be copied: it is for somebody else, so it cannot be followed here. */
export function MailText({ text }: { text: string }) {
  const link = LINK.exec(text)?.[0];
  return (
    <div className="flex flex-col gap-3">
      {link && <CopyField label="Link" value={link} />}
      <details>
        <summary className="role-label inline-flex min-h-6 items-center text-accent pointer-coarse:min-h-11">
          The whole text
        </summary>
        <p className="role-body mt-2 whitespace-pre-wrap text-muted [overflow-wrap:anywhere]">{text}</p>
      </details>
    </div>
  );
}
