'use client';

import { Button } from '@devpulse/ui/button';
import { Disclosure } from '@devpulse/ui/disclosure';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { Switch } from '@devpulse/ui/switch';
import { ChoiceField, TextField } from '@devpulse/ui/text-field';
import { type ReactNode, useRef, useState, useSyncExternalStore } from 'react';
import type { RepositoryRow } from './repository-words.ts';

export type ChoiceSettings = {
  history: { value: string; options: readonly { value: string; label: string }[] };
  tracksNewRepositories: boolean;
  followsGithubTeams: boolean;
};

/** Which repositories are read. What is hidden by the search keeps its tick, and is sent along. */
export function RepositoriesForm({
  action,
  rows,
  settings,
  isFirst,
}: {
  action: FormAction;
  rows: readonly RepositoryRow[];
  settings: ChoiceSettings;
  /** Nothing is read yet: the settings are in sight, as they go with the first choice. */
  isFirst: boolean;
}) {
  const form = useForm(action, { historyMonths: settings.history.value });
  const history = form.field('historyMonths');
  return (
    // The browser would set every tick back after an answer, also after one that is an error.
    <Form form={form} done="Saved." onReset={(event) => event.preventDefault()}>
      <RepositoryList rows={rows} />
      <p className="role-caption text-muted">What is not ticked is not read at all.</p>
      {isFirst ? (
        <ChoiceFields history={history} settings={settings} />
      ) : (
        <Disclosure summary="How they are read" isOpen={history.error !== null}>
          <ChoiceFields history={history} settings={settings} />
        </Disclosure>
      )}
      <div>
        <SubmitButton pending="Saving">
          {isFirst ? 'Read the chosen repositories' : 'Save the choice'}
        </SubmitButton>
      </div>
    </Form>
  );
}

function ChoiceFields({
  history,
  settings,
}: {
  history: { name: string; defaultValue: string; error: string | null };
  settings: ChoiceSettings;
}) {
  return (
    <>
      <ChoiceField
        label="History"
        hint="How far back a repository is read once it is chosen."
        options={settings.history.options}
        {...history}
      />
      <Switch
        name="tracksNewRepositories"
        defaultChecked={settings.tracksNewRepositories}
        label="Follow new repositories"
        hint="What the App is shown later on is read by itself."
      />
      <Switch
        name="followsGithubTeams"
        defaultChecked={settings.followsGithubTeams}
        label="Take teams over from GitHub"
        hint="Teams and who is in them are followed from day to day."
      />
    </>
  );
}

function RepositoryList({ rows }: { rows: readonly RepositoryRow[] }) {
  const list = useRef<HTMLUListElement>(null);
  const [search, setSearch] = useState('');
  const isScripted = useIsInBrowser();
  const isShown = (row: RepositoryRow) => row.name.toLowerCase().includes(search.trim().toLowerCase());
  const shownCount = rows.filter(isShown).length;
  const tick = (isChecked: boolean) => {
    for (const box of list.current?.querySelectorAll<HTMLInputElement>('li:not([hidden]) input') ?? []) {
      box.checked = isChecked;
    }
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">Repositories to read</legend>
      {isScripted && (
        <div className="flex flex-wrap items-end gap-2">
          <div className="min-w-0 basis-full">
            <TextField
              label="Find a repository"
              type="search"
              name="search"
              form=""
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </div>
          <Button onClick={() => tick(true)}>Select all</Button>
          <Button onClick={() => tick(false)}>Select none</Button>
        </div>
      )}
      <p role="status" className="role-caption text-muted empty:hidden">
        {search.trim() !== '' && `${shownCount} of ${rows.length} shown`}
      </p>
      <ul ref={list} className="flex max-h-[480px] flex-col overflow-y-auto">
        {rows.map((row) => (
          <RepositoryItem key={row.id} row={row} isHidden={!isShown(row)} />
        ))}
      </ul>
    </fieldset>
  );
}

function RepositoryItem({ row, isHidden }: { row: RepositoryRow; isHidden: boolean }): ReactNode {
  return (
    <li hidden={isHidden}>
      <label className="flex min-h-control cursor-pointer items-center gap-2 px-1 hover:bg-hover">
        <input
          type="checkbox"
          name="repository"
          value={row.id}
          defaultChecked={row.isChosen}
          className="size-4 shrink-0 cursor-pointer accent-accent"
        />
        <span className="role-label min-w-0 [overflow-wrap:anywhere]">{row.name}</span>
        <span className="role-caption ms-auto shrink-0 text-muted">{row.state}</span>
      </label>
    </li>
  );
}

const nothingToFollow = () => () => {};

/** Searching and ticking many at once are done by script; without it they are not there. */
function useIsInBrowser(): boolean {
  return useSyncExternalStore(
    nothingToFollow,
    () => true,
    () => false,
  );
}
