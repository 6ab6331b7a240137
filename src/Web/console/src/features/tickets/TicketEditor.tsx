import { IconCheck } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Priority, Ticket } from '../../api';
import { serverNow } from '../../clock';
import { timeOfDay } from '../../format';
import { Unreachable } from '../../http';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { ChipRow, type Chip } from '../../ui/ChipRow';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import { Pill } from '../../ui/Pill';
import { useLinkLevel } from '../board/LiveProvider';
import { useDesk } from '../call/desk';
import { CrewField, useSendCrew } from '../crews/CrewField';
import { causeOf } from '../outages/causeOf';
import { AddressField } from './AddressField';
import { emergencyMinutes } from './classify';
import { NO_CALL, useDraft } from './drafts';
import { MORE } from './more';
import { ADDRESS_ID, focusAddress, focusCallbacks, focusText, TEXT_ID } from './focus';
import { SimilarTickets } from './SimilarTickets';
import css from './TicketEditor.module.css';
import { useCategoryChips } from './useCategoryChips';
import { markUsed, useReservedNumber } from './useReservedNumber';
import { useSave } from './useSave';

const DeclareDialog = lazy(async () => ({
  default: (await import('../outages/DeclareDialog')).DeclareDialog,
}));

/** The ticket of the call on the desk, ready before the dispatcher has said hello. */
export function TicketEditor() {
  const { t } = useTranslation();
  const { held, flat: shownFlat, shown, subject, putAway } = useDesk();
  const flat = shown?.callId === held?.callId && held !== null ? shownFlat : null;
  const [draft, change] = useDraft(subject);
  const [saved, setSaved] = useState<Ticket | null>(null);
  const [declaring, setDeclaring] = useState<Ticket | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [complaint, setComplaint] = useState<'text' | 'flat' | null>(null);
  const number = useReservedNumber(held, draft, change);
  const chips = useCategoryChips(draft.text, draft.category);
  const priority = draft.priority ?? chips.urgency;
  const priorities = usePriorityChips(chips.value, priority);
  const link = useLinkLevel();

  const sending = useSendCrew();
  const { save, error, saving, reset } = useSave((ticket, { crew }) => {
    markUsed(ticket.number);
    setSaved(ticket);
    if (crew !== null) {
      sending.mutate({ ticket, crew });
    }
    if (held !== null && held.state !== 'ended') {
      focusText();
    } else {
      putAway();
      focusCallbacks();
    }
  });

  useEffect(() => {
    setComplaint(null);
    reset();
    if (subject !== NO_CALL) {
      setSaved(null);
    }
  }, [subject, reset]);

  // The caret goes to the text once, when the call lands here; a new ring never moves it.
  const accounts = held?.accounts.length ?? null;
  useEffect(() => {
    if (accounts === 1) {
      focusText();
    } else if (accounts === 0) {
      focusAddress();
    }
  }, [subject, accounts]);

  const trySave = () => {
    if (draft.text.trim() === '') {
      setComplaint('text');
      focusText();
    } else if (held !== null && held.accounts.length > 1 && flat === null && draft.account === null) {
      setComplaint('flat');
    } else {
      setComplaint(null);
      save({ draft: { ...draft, number }, call: held, flat, category: chips.value, priority });
    }
  };
  useKey('Ctrl+Enter', trySave);
  const after = draft.text === '' && saved !== null && saved.priority === 'critical' ? saved : null;
  const makeCritical = () => (after === null ? change({ priority: 'critical' }) : setDeclaring(after));
  useKey('F9', makeCritical);
  useKey('F8', () => setChoosing(true));

  return (
    <>
      <form
        className={css.editor}
        aria-label={t('ticket.region')}
        data-subject={subject}
        onSubmit={(event) => {
          event.preventDefault();
          trySave();
        }}
      >
        <div className={css.head}>
          <h2 className={css.title}>{t('ticket.new')}</h2>
          {number !== null && <Pill>№ {number}</Pill>}
          <span className={css.kept}>{draft.touchedAt > 0 && draft.text !== '' ? t('ticket.kept') : ''}</span>
        </div>
        <div className={css.body}>
          {saved !== null && draft.text === '' && (
            <Notice tone="ok">
              {t('ticket.saved', { number: saved.number })}
              {sending.isSuccess && ` ${t('crews.sent', { name: sending.variables.crew.name })}`}
            </Notice>
          )}
          {sending.error !== null && (
            <Notice tone="error">
              {t('crews.notSent', { why: sending.error.message })}
              <Button size="small" onClick={() => sending.mutate(sending.variables)}>{t('again')}</Button>
            </Notice>
          )}
          {flat === null && <AddressField id={ADDRESS_ID} call={held} draft={draft} onChange={change} />}
          <div>
            <label className={field.label} htmlFor={TEXT_ID}>{t('ticket.text')}</label>
            <textarea
              id={TEXT_ID}
              className={`${field.input} ${css.text}`}
              rows={3}
              value={draft.text}
              aria-invalid={complaint === 'text'}
              placeholder={t('ticket.textHint')}
              onChange={(event) => change({
                text: event.currentTarget.value, title: flat?.person?.name ?? draft.title,
              })}
            />
            {complaint === 'text' && <p className={field.error} role="alert">{t('ticket.textNeeded')}</p>}
          </div>
          <div>
            <span className={field.label}>{chips.guessed ? t('ticket.categoryGuessed') : t('ticket.category')}</span>
            <ChipRow
              label={t('ticket.category')}
              chips={chips.shown}
              value={chips.value}
              numbered
              onPick={(category) => (category === MORE ? chips.showAll() : change({ category }))}
            />
          </div>
          <div>
            <span className={field.label}>{t('ticket.priority')}</span>
            <ChipRow
              label={t('ticket.priority')}
              chips={priorities}
              value={priority}
              onPick={(picked) => change({ priority: picked })}
            />
          </div>
          <CrewField
            draft={draft}
            organisation={flat?.organisation ?? held?.organisation ?? null}
            category={chips.value}
            choosing={choosing}
            onChoose={setChoosing}
            onChange={change}
          />
          <SimilarTickets card={held} category={chips.value} text={draft.text} />
          {held?.recording === true && (
            <p className={css.recording}>
              <IconCheck className={css.tick} size={16} aria-hidden="true" />
              {t('ticket.recording')}
            </p>
          )}
        </div>
        <div className={css.foot}>
          {complaint === 'flat' && <Notice tone="error">{t('ticket.flatNeeded')}</Notice>}
          {error !== null && (
            <Notice tone="error">
              {error instanceof Unreachable ? t('ticket.saveLater') : error.message}
            </Notice>
          )}
          <div className={css.buttons}>
            <Button tone="primary" type="submit" keys="Ctrl Enter" disabled={saving || link === 'connecting'}>
              {saving ? t('ticket.saving') : t('ticket.save')}
            </Button>
            <Button tone="danger" keys="F9" onClick={makeCritical}>
              {after === null ? t('ticket.makeCritical') : t('outages.declare')}
            </Button>
          </div>
        </div>
      </form>
      {declaring !== null && (
        <Suspense>
          <DeclareDialog
            opened
            from={causeOf(declaring)}
            onClose={() => setDeclaring(null)}
            onDeclared={() => setDeclaring(null)}
          />
        </Suspense>
      )}
    </>
  );
}

function usePriorityChips(category: string | null, chosen: Priority): Chip<Priority>[] {
  const { t } = useTranslation();
  const minutes = emergencyMinutes(category);
  const due = minutes === null ? null : timeOfDay(new Date(serverNow() + minutes * 60_000).toISOString());
  return [
    {
      value: 'urgent',
      label: due === null ? t('priority.urgent') : t('priority.urgentDue', { time: due, count: minutes ?? 0 }),
      tone: 'crit',
    },
    { value: 'normal', label: t('priority.normal') },
    ...(chosen === 'critical' ? [{ value: 'critical', label: t('priority.critical'), tone: 'crit' } as const] : []),
  ];
}
