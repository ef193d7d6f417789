'use client';

import { Card } from '@devpulse/ui/card';
import { Dialog, DialogActions } from '@devpulse/ui/dialog';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { ListRow } from '@devpulse/ui/list-row';
import { TextField } from '@devpulse/ui/text-field';
import { Moment } from '../../lib/moment.tsx';

import { linkIdentity, unlinkIdentity } from './security-actions.ts';

export type Identity = { id: string; provider: 'github' | 'sso'; label: string; createdAt: string };

const PROVIDERS = { github: 'GitHub', sso: 'Single sign-on' };

/** Accounts elsewhere that sign in as this person. */
export function IdentitiesCard({
  identities,
  isGithubOffered,
}: {
  identities: readonly Identity[];
  isGithubOffered: boolean;
}) {
  const github = useForm(linkIdentity);
  const hasGithub = identities.some(({ provider }) => provider === 'github');
  return (
    <Card title="Linked accounts" subtitle="Accounts elsewhere that sign you in here.">
      <ul className="mt-1" id="identities">
        {identities.map((identity) => (
          <ListRow
            key={identity.id}
            title={`${PROVIDERS[identity.provider]}: ${identity.label}`}
            detail={
              <>
                linked <Moment at={identity.createdAt} />
              </>
            }
            action={<UnlinkDialog identity={identity} />}
          />
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap items-start gap-3">
        {isGithubOffered && !hasGithub && (
          <Form form={github}>
            <SubmitButton kind="plain" pending="Going to GitHub">
              Link GitHub
            </SubmitButton>
          </Form>
        )}
        <LinkSsoDialog />
      </div>
    </Card>
  );
}

function LinkSsoDialog() {
  const form = useForm(linkIdentity);
  return (
    <Dialog trigger="Link a single sign-on" title="Link the single sign-on of an organization">
      <Form form={form}>
        <TextField
          label="Address of the organization"
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          required
          hint="The word that follows the host in its pages: fernhill in /fernhill."
          {...form.field('organization')}
        />
        <DialogActions>
          <SubmitButton pending="Going there">Continue</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

function UnlinkDialog({ identity: { id, provider, label } }: { identity: Identity }) {
  const form = useForm(unlinkIdentity);
  return (
    <Dialog trigger="Unlink" label={`Unlink ${label}`} title={`Unlink ${PROVIDERS[provider]}: ${label}?`}>
      <p className="role-body text-muted">It does not sign you in any more. You can link it again.</p>
      <Form form={form}>
        <input type="hidden" name="identity" value={id} />
        <DialogActions>
          <SubmitButton kind="danger" pending="Unlinking">
            Unlink
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
