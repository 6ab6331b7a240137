import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { Countdown, Elapsed } from '../../ui/Clock';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import page from '../../ui/Page.module.css';
import { Pill, type PillTone } from '../../ui/Pill';
import { SectionHead } from '../../ui/SectionHead';
import table from '../../ui/Table.module.css';
import { putSkills, UNREACHABLE, type Agent, type AgentState, type Skills } from './api';
import css from './Queues.module.css';
import { wordsIn } from './text';

const TONES: Record<AgentState, PillTone> = {
  away: 'plain', ready: 'ok', inCall: 'info', wrapUp: 'warn', paused: 'warn', phoneSilent: 'crit', consoleLost: 'crit',
};
const LANGUAGES = ['ru', 'uk'] as const;

/** Everybody at a phone: what they are doing and since when, and what they can do. */
export function AgentTable({ agents, skills, maySet }: {
  agents: readonly Agent[]; skills: readonly Skills[]; maySet: boolean;
}) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<Agent | null>(null);
  return (
    <section className={css.agents} aria-labelledby="queues-agents">
      <SectionHead id="queues-agents" title={t('queues.agents')} count={agents.length} />
      {agents.length === 0 && <p className={css.calm}>{t('queues.noAgents')}</p>}
      <ul>
        {agents.map((agent) => {
          const known = skills.filter((each) => each.extension === agent.extension);
          return (
            <li key={agent.extension} className={css.agent} data-agent={agent.extension}>
              <div>
                <b>{agent.name ?? agent.extension}</b> {agent.name !== null && agent.extension}
                {agent.pauseText !== null && <span className={table.small}>{agent.pauseText}</span>}
                <span className={table.small}>
                  {known.flatMap((each) => [...each.skills, ...each.languages]).join(', ')}
                </span>
              </div>
              <div className={css.state}>
                <Pill tone={TONES[agent.state]}>
                  {t(agent.pauseReason !== null && agent.state === 'paused'
                    ? `queues.reason.${agent.pauseReason}` : `queues.state.${agent.state}`)}
                </Pill>
                {agent.wrapUpUntil !== null && agent.state === 'wrapUp'
                  ? <Countdown dueAt={agent.wrapUpUntil} /> : <Elapsed since={agent.since} />}
              </div>
              {maySet && (
                <Button size="small" tone="quiet" onClick={() => setEdited(agent)}
                  aria-label={t('queues.skillsOf', { name: agent.name ?? agent.extension })}>
                  {t('queues.skills')}
                </Button>
              )}
              {UNREACHABLE.has(agent.state) && (
                <p className={`${table.small} ${css.why}`}>{t(`queues.why.${agent.state}`)}</p>
              )}
            </li>
          );
        })}
      </ul>
      {edited !== null && (
        <SkillsDialog key={edited.extension} agent={edited} onClose={() => setEdited(null)}
          known={skills.find((each) => each.extension === edited.extension) ?? null} />
      )}
    </section>
  );
}

function SkillsDialog({ agent, known, onClose }: { agent: Agent; known: Skills | null; onClose(): void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { session } = useShell();
  const [text, setText] = useState((known?.skills ?? []).join(', '));
  const [languages, setLanguages] = useState<readonly string[]>(known?.languages ?? []);
  const save = useMutation({
    mutationFn: putSkills,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['queues'] });
      onClose();
    },
  });
  const name = agent.name ?? agent.extension;
  return (
    <Dialog title={t('queues.skillsOf', { name })} opened onClose={onClose} closeLabel={t('close')} size="28rem">
      <form className={page.form} onSubmit={(event) => {
        event.preventDefault();
        save.mutate({
          extension: agent.extension, organisation: known?.organisation ?? session.organisations[0]?.code ?? '',
          skills: wordsIn(text), languages: [...languages],
        });
      }}>
        <div>
          <label className={field.label} htmlFor="agent-skills">{t('queues.skills')}</label>
          <input id="agent-skills" className={field.input} data-autofocus value={text}
            onChange={(event) => setText(event.currentTarget.value)} />
          <p className={field.hint}>{t('queues.skillsHint')}</p>
        </div>
        <fieldset className={css.checks}>
          <legend className={field.label}>{t('queues.languages')}</legend>
          {LANGUAGES.map((each) => (
            <label key={each}>
              <input type="checkbox" checked={languages.includes(each)} onChange={(event) => setLanguages(
                event.currentTarget.checked ? [...languages, each] : languages.filter((other) => other !== each))} />
              {t(`queues.language.${each}`)}
            </label>
          ))}
          <p className={field.hint}>{t('queues.languagesHint')}</p>
        </fieldset>
        <Failure error={save.error} />
        <div className={page.buttons}>
          <Button tone="primary" type="submit" disabled={save.isPending}>{t('queues.save')}</Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
