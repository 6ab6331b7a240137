import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { ChipRow } from '../../ui/ChipRow';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import { FieldFault, isAtField, leadToFault } from '../../ui/FieldFault';
import page from '../../ui/Page.module.css';
import { dropQueue, putQueue, STRATEGIES, type Queue, type QueueSettings, type Strategy } from './api';
import { OverflowField } from './OverflowField';
import css from './Queues.module.css';
import { isNamedByUs, membersIn, membersText, queueName, wordsIn } from './text';

const FRESH: QueueSettings = {
  name: '', purpose: 'ordinary', strategy: 'ringAll', ringSeconds: 30, wrapUpSeconds: 30, holdsWrapUp: false,
  skills: [], language: null, members: [], waitingMax: 50, patienceSeconds: 285, overflow: ['callback'],
  announceSeconds: 20, tellsPosition: true, tellsWait: true, offersKeys: true, hasMusic: true,
};
const SECONDS = ['ringSeconds', 'wrapUpSeconds', 'patienceSeconds', 'announceSeconds', 'waitingMax'] as const;
const SWITCHES = ['holdsWrapUp', 'tellsPosition', 'tellsWait', 'offersKeys', 'hasMusic'] as const;

/** One queue: who takes its calls, in what order, how long, and where callers go whom nobody took. */
export function QueueDialog({ queue, queues, onClose }: {
  queue: Queue | null; queues: readonly Queue[]; onClose(): void;
}) {
  const { t } = useTranslation();
  const { session } = useShell();
  const client = useQueryClient();
  const [organisation, setOrganisation] = useState(queue?.organisation ?? session.organisations[0]?.code ?? '');
  const [code, setCode] = useState(queue?.code ?? '');
  const [wanted, setWanted] = useState(queue?.settings ?? FRESH);
  const [members, setMembers] = useState(membersText(wanted.members));
  const [skills, setSkills] = useState(wanted.skills.join(', '));
  const set = (part: Partial<QueueSettings>) => setWanted((before) => ({ ...before, ...part }));
  const done = () => {
    void client.invalidateQueries({ queryKey: ['queues'] });
    onClose();
  };
  const phones = membersIn(members);
  // The queue of emergencies is one, whatever was chosen before its code was typed.
  const purpose = code.trim() === 'emergency' ? 'emergency' : wanted.purpose;
  const mayBeNameless = isNamedByUs(code.trim());
  const [complains, setComplains] = useState(false);
  const needed = (text: string) => (complains && text.trim() === '' ? t('field.needed') : null);
  const save = useMutation({
    mutationFn: () => putQueue(organisation, code.trim(), {
      ...wanted, purpose, members: phones ?? [], skills: wordsIn(skills),
    }),
    onSuccess: done,
  });
  const drop = useMutation({ mutationFn: () => dropQueue(organisation, code), onSuccess: done });
  const others = queues.filter((each) => each.organisation === organisation && each.code !== code);
  const title = queue === null ? t('queues.new')
    : t('queues.editOf', { name: queueName(t, queue.code, queue.settings.name) });
  return (
    <Dialog title={title} opened onClose={onClose} closeLabel={t('close')} size="40rem">
      <form className={page.form} noValidate onChange={() => save.isError && save.reset()} onSubmit={(event) => {
        event.preventDefault();
        const isFilled = (mayBeNameless || wanted.name.trim() !== '') && code.trim() !== '';
        setComplains(!isFilled);
        if (isFilled && phones !== null && !save.isPending) {
          save.mutate();
        } else {
          leadToFault(event.currentTarget);
        }
      }}>
        {queue === null && session.organisations.length > 1 && (
          <ChipRow label={t('outages.organisation')} value={organisation} onPick={setOrganisation}
            chips={session.organisations.map((each) => ({ value: each.code, label: each.name }))} />
        )}
        <div className={page.fields}>
          <Text id="name" value={wanted.name} autofocus error={mayBeNameless ? null : needed(wanted.name)}
            placeholder={mayBeNameless ? queueName(t, code.trim(), '') : undefined} refusal={save.error}
            onText={(name) => set({ name })} />
          <Text id="code" value={code} disabled={queue !== null} error={needed(code)} refusal={save.error}
            onText={setCode} />
        </div>
        <div>
          <span className={field.label}>{t('queues.field.strategy')}</span>
          <ChipRow<Strategy> label={t('queues.field.strategy')} value={wanted.strategy}
            chips={STRATEGIES.map((each) => ({ value: each, label: t(`queues.strategy.${each}`) }))}
            onPick={(strategy) => set({ strategy })} />
          <FieldFault error={save.error} name="strategy" />
        </div>
        <div className={page.fields}>
          {SECONDS.map((each) => (
            <div key={each}>
              <label className={field.label} htmlFor={`queue-${each}`}>{t(`queues.field.${each}`)}</label>
              <input id={`queue-${each}`} type="number" className={field.input} min={0} value={wanted[each]}
                aria-invalid={isAtField(save.error, each)}
                onChange={(event) => set({ [each]: Number(event.currentTarget.value) })} />
              <FieldFault error={save.error} name={each} />
            </div>
          ))}
        </div>
        <Text id="members" value={members} hint error={phones === null ? t('queues.membersWrong') : null}
          refusal={save.error} onText={setMembers} />
        <div className={page.fields}>
          <Text id="skills" value={skills} hint refusal={save.error} onText={setSkills} />
          <div>
            <label className={field.label} htmlFor="queue-language">{t('queues.field.language')}</label>
            <select id="queue-language" className={field.input} value={wanted.language ?? ''}
              onChange={(event) => set({ language: event.currentTarget.value || null })}>
              <option value="">{t('queues.language.any')}</option>
              <option value="ru">{t('queues.language.ru')}</option>
              <option value="uk">{t('queues.language.uk')}</option>
            </select>
            <FieldFault error={save.error} name="language" />
          </div>
        </div>
        <OverflowField steps={wanted.overflow} queues={others} onSteps={(overflow) => set({ overflow })} />
        <FieldFault error={save.error} name="overflow" />
        <fieldset className={css.checks}>
          <legend className={field.label}>{t('queues.field.announcements')}</legend>
          {SWITCHES.map((each) => (
            <label key={each}>
              <input type="checkbox" checked={wanted[each]}
                onChange={(event) => set({ [each]: event.currentTarget.checked })} />
              {t(`queues.field.${each}`)}
            </label>
          ))}
          <label>
            <input type="checkbox" checked={purpose === 'emergency'} disabled={code.trim() === 'emergency'}
              onChange={(event) => set({ purpose: event.currentTarget.checked ? 'emergency' : 'ordinary' })} />
            {t('queues.field.purpose')}
          </label>
          <FieldFault error={save.error} name="purpose" />
        </fieldset>
        <Failure error={save.error ?? drop.error} atFields />
        <div className={page.buttons}>
          <Button tone="primary" type="submit" disabled={save.isPending}>{t('queues.save')}</Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
          {queue?.isBuiltIn === false && (
            <Button tone="danger" disabled={drop.isPending} onClick={() => drop.mutate()}>{t('queues.drop')}</Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

function Text({
  id, value, hint = false, error = null, refusal = null, disabled = false, autofocus = false, placeholder, onText,
}: {
  id: string; value: string; hint?: boolean; error?: string | null; refusal?: Error | null; disabled?: boolean;
  autofocus?: boolean; placeholder?: string | undefined; onText(text: string): void;
}) {
  const { t } = useTranslation();
  const help = hint ? t(`queues.hint.${id}`) : undefined;
  return (
    <div>
      <label className={field.label} htmlFor={`queue-${id}`}>{t(`queues.field.${id}`)}</label>
      <input id={`queue-${id}`} className={field.input} value={value} disabled={disabled} spellCheck={false}
        placeholder={placeholder}
        data-autofocus={autofocus || undefined} aria-invalid={error !== null || isAtField(refusal, id)}
        onChange={(event) => onText(event.currentTarget.value)} />
      {help !== undefined && <p className={field.hint}>{help}</p>}
      {error !== null && <p className={field.error} role="alert">{error}</p>}
      <FieldFault error={refusal} name={id} />
    </div>
  );
}
