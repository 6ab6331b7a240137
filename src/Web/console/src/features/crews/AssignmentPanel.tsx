import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketDetails } from '../../api';
import { dateTime, phone, timeOfDay } from '../../format';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { Pill, type PillTone } from '../../ui/Pill';
import { SectionHead } from '../../ui/SectionHead';
import { CrewDialog } from './CrewDialog';
import { assignCrew, type Assignment, type AssignmentState, type AssignmentStep } from './crews';
import css from './Crews.module.css';
import { PhotoGallery } from './PhotoGallery';
import { cameLater, reachedAt, reachedPerson, RUNGS, rungsDone } from './ranking';

const TONES: Record<AssignmentState, PillTone> = {
  ordered: 'warn', accepted: 'info', onTheWay: 'info', onSite: 'info', localised: 'info', done: 'ok',
  declined: 'crit', withdrawn: 'plain',
};

/** Whose hands the ticket is in: how the order reached them, what they answered, what they photographed. */
export function AssignmentPanel({ ticket }: { ticket: TicketDetails }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [choosing, setChoosing] = useState(false);
  const assignment = ticket.assignment ?? null;
  const open = ticket.status !== 'done' && ticket.status !== 'closed' && ticket.status !== 'rejected';
  const assigning = useMutation({
    mutationFn: (crew: string) => assignCrew(ticket.id, crew),
    onSuccess: () => setChoosing(false),
    onSettled: () => Promise.all(
      ['tickets', 'crews'].map((list) => client.invalidateQueries({ queryKey: [list] }))),
  });
  useKey('F8', () => setChoosing(true), { enabled: open });
  if (assignment === null && !open) {
    return null;
  }
  return (
    <section aria-labelledby="ticket-assignment" data-assignment={assignment?.state ?? 'none'}>
      <SectionHead
        id="ticket-assignment"
        title={t('ticket.crew')}
        aside={open && (
          <Button size="small" keys="F8" onClick={() => setChoosing(true)}>
            {t(assignment === null ? 'crews.assign' : 'crews.reassign')}
          </Button>
        )}
      />
      {assignment === null ? <p className={css.calm}>{t('crews.nobody')}</p> : <Progress assignment={assignment} />}
      {assignment !== null && <PhotoGallery ticketId={ticket.id} photos={assignment.photos} />}
      <CrewDialog
        opened={choosing}
        organisation={ticket.organisation}
        ticketId={ticket.id}
        category={ticket.category}
        busy={assigning.isPending}
        error={assigning.error}
        onPick={(crew) => assigning.mutate(crew.code)}
        onClose={() => setChoosing(false)}
      />
    </section>
  );
}

function Progress({ assignment }: { assignment: Assignment }) {
  const { t } = useTranslation();
  const done = rungsDone(assignment.state);
  return (
    <>
      <p className={css.panelHead}>
        <b>{assignment.crewName ?? assignment.crew}</b>
        <Pill tone={TONES[assignment.state]}>{t(`assignment.${assignment.state}`)}</Pill>
        {assignment.phone != null && <span className={css.quiet}>{phone(assignment.phone)}</span>}
      </p>
      {reachedPerson(assignment) && <Notice tone="error">{t('crews.silent')}</Notice>}
      {done > 0 && (
        <ol className={css.rungs} aria-label={t('crews.progress')}>
          {RUNGS.map((rung, index) => {
            const at = reachedAt(assignment, rung);
            return (
              <li key={rung} className={css.rung} data-done={index < done}>
                {t(`assignment.${rung}`)}
                {at !== null && <time dateTime={at}>{timeOfDay(at)}</time>}
              </li>
            );
          })}
        </ol>
      )}
      {assignment.needsUntil !== null && (
        <p className={css.needs}>{t('crews.needsUntil', { time: dateTime(assignment.needsUntil) })}</p>
      )}
      <ol className={css.steps} aria-label={t('crews.steps')}>
        {assignment.steps.map((step, index) => <Step key={`${index} ${step.at}`} step={step} />)}
      </ol>
    </>
  );
}

function Step({ step }: { step: AssignmentStep }) {
  const { t } = useTranslation();
  return (
    <li className={css.step}>
      <time dateTime={step.at} className={css.quiet}>{dateTime(step.at)}</time>
      <span className={css.quiet}>{t(`channel.${step.channel}`, { defaultValue: step.channel })}</span>
      <span>
        {t(`step.${step.what}`, { defaultValue: step.what })}
        {step.detail !== null && step.detail !== '' && ` · ${step.detail}`}
        {cameLater(step) && (
          <span className={css.quiet}> · {t('crews.sentLater', { time: timeOfDay(step.receivedAt ?? step.at) })}</span>
        )}
      </span>
    </li>
  );
}
