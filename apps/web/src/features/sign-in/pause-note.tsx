import { durationWords } from './duration-words.ts';

/** How long signing in is paused for after too many tries. */
export function PauseNote({ seconds }: { seconds: number | null }) {
  if (seconds === null) return null;
  return (
    <p className="role-caption text-muted">
      You can try again in {durationWords(seconds)}. A forgotten password can be replaced meanwhile.
    </p>
  );
}
