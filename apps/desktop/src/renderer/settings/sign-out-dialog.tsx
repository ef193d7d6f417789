import { Button } from '@devpulse/ui/button';
import { useEffect } from 'react';
import { entries } from '../words/status.ts';
import { AskDialog } from './ask-dialog.tsx';

/** Signing out with entries that wait: they stay bound to this person and this device. */
export function SignOutDialog({
  isOpen,
  waiting,
  onClose,
  onSignOut,
  onSay,
}: {
  isOpen: boolean;
  waiting: number;
  onClose: () => void;
  onSignOut: () => void;
  onSay: (words: string) => void;
}) {
  const title = `${entries(waiting)} ${waiting === 1 ? 'is' : 'are'} not sent yet`;
  useEffect(() => {
    if (isOpen) onSay(title);
  }, [isOpen, title, onSay]);
  const stay = () => {
    void window.devpulse.entries({ type: 'send_now' });
    onClose();
  };
  const leave = () => {
    onClose();
    onSignOut();
  };
  return (
    <AskDialog
      isOpen={isOpen}
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={leave}>Sign out</Button>
          <Button kind="main" data-safe onClick={stay}>
            Stay and send
          </Button>
        </>
      }
    >
      <p>
        If you sign out now, they stay on this device and go out when you sign in here again. Nobody else can
        send or read them.
      </p>
    </AskDialog>
  );
}
