import { Button } from '@devpulse/ui/button';
import { TextButton } from '@devpulse/ui/text-button';
import { TextField } from '@devpulse/ui/text-field';
import { ChevronLeft } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Screen } from '../../ipc/screens.ts';
import type { AppView } from '../../ipc/view.ts';
import { useCommand } from '../command.ts';
import { useMoments } from '../moments.ts';
import { spelled } from '../words/announcements.ts';
import { entries, problemLine, signInProblem } from '../words/status.ts';
import { SignInFrame } from './sign-in-frame.tsx';

type Of<Name extends Screen['name']> = { screen: Extract<Screen, { name: Name }>; view: AppView };
const TALL = 'h-11! w-full rounded-card! text-[14px]/5!';

/** Asks for the server once; the browser does the rest, or a code. */
export function SignedOut({ screen, view }: Of<'signed_out'>) {
  const [server, setServer] = useState(view.server ?? '');
  const { run, problem } = useCommand();
  const send = (type: 'with_browser' | 'with_code') => run(() => window.devpulse.signIn({ type, server }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send('with_browser');
  };
  const words = problem ? problemLine(problem) : screen.problem && signInProblem(screen.problem);
  return (
    <SignInFrame view={view} title="Sign in to DevPulse" hasSign>
      <p className="role-body text-muted">
        Your browser opens. When you have signed in there, this window goes on by itself.
      </p>
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="Server"
          name="server"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
          value={server}
          onChange={(event) => setServer(event.target.value)}
          error={words}
          className="h-control!"
        />
        <Button type="submit" kind="main" className={TALL}>
          Sign in with browser
        </Button>
        <TextButton className="self-start" onClick={() => void send('with_code')}>
          Use a code instead
        </TextButton>
      </form>
    </SignInFrame>
  );
}

export function WaitingForBrowser({ screen, view }: Of<'waiting_for_browser'>) {
  const moments = useMoments(view.settings.zone.name);
  const { run } = useCommand();
  const send = (type: 'open_browser_again' | 'cancel') => void run(() => window.devpulse.signIn({ type }));
  const server = view.server ?? '';
  return (
    <SignInFrame view={view} title="Continue in your browser" hasSign>
      <p className="role-body text-muted">
        Waiting for {server}. This request is open until {moments.time(screen.openUntil)}.
      </p>
      <Button className={TALL} onClick={() => send('open_browser_again')}>
        Open the browser again
      </Button>
      <div className="flex justify-between">
        <TextButton onClick={() => void run(() => window.devpulse.signIn({ type: 'with_code', server }))}>
          Use a code instead
        </TextButton>
        <TextButton onClick={() => send('cancel')}>Cancel</TextButton>
      </div>
    </SignInFrame>
  );
}

/** For machines without a browser: a code to type elsewhere, and this device's name to compare. */
export function DeviceCode({ screen, view }: Of<'code'>) {
  const moments = useMoments(view.settings.zone.name);
  const { run } = useCommand();
  const send = (type: 'new_code' | 'cancel') => void run(() => window.devpulse.signIn({ type }));
  return (
    <SignInFrame
      view={view}
      title="Type this code"
      back={
        <TextButton className="-ms-1 mb-2 self-start no-underline" onClick={() => send('cancel')}>
          <ChevronLeft aria-hidden size={16} /> Back
        </TextButton>
      }
    >
      <p className="role-body text-muted">
        On a device where you are signed in, open{' '}
        <strong className="font-medium text-text [overflow-wrap:anywhere]">
          {screen.verificationAddress}
        </strong>
      </p>
      <p className="rounded-card border border-control bg-card p-4 text-center">
        <span className="sr-only">{spelled(screen.userCode)}</span>
        <span aria-hidden className="role-figure font-mono! tracking-[0.04em]!">
          {screen.userCode}
        </span>
      </p>
      {screen.problem ? (
        <p className="role-caption text-bad">{signInProblem(screen.problem)}</p>
      ) : (
        <p className="role-caption text-muted">
          Valid until {moments.time(screen.expiresAt)}. The page will name this device{' '}
          <strong className="font-medium text-text">{screen.deviceName}</strong>. Type only a code that you
          see in this window.
        </p>
      )}
      <Button className={TALL} onClick={() => send('new_code')}>
        Get a new code
      </Button>
    </SignInFrame>
  );
}

export function Removed({ screen, view }: Of<'removed'>) {
  const moments = useMoments(view.settings.zone.name);
  const { run, problem } = useCommand();
  const { removedAt, waiting } = screen;
  return (
    <SignInFrame view={view} title="This device was removed" hasSign>
      <p className="role-body text-muted">
        It was taken off your account on {moments.date(removedAt)} at {moments.time(removedAt)}.
        {waiting > 0 &&
          ` ${entries(waiting)} recorded before that ${waiting === 1 ? 'is kept here and waits' : 'are kept here and wait'} for approval.`}
      </p>
      <Button
        kind="main"
        className={TALL}
        onClick={() => void run(() => window.devpulse.signIn({ type: 'cancel' }))}
      >
        Sign in again
      </Button>
      {waiting > 0 && (
        <TextButton
          className="self-start"
          onClick={() => void run(() => window.devpulse.entries({ type: 'save_as_file' }))}
        >
          {waiting === 1 ? 'Save the entry as a file' : `Save the ${waiting} entries as a file`}
        </TextButton>
      )}
      {problem && <p className="role-caption text-bad">{problemLine(problem)}</p>}
    </SignInFrame>
  );
}
