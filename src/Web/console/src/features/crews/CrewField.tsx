import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../../api';
import { Button } from '../../ui/Button';
import field from '../../ui/Field.module.css';
import type { Draft } from '../tickets/drafts';
import { focusText } from '../tickets/focus';
import { CrewDialog } from './CrewDialog';
import { assignCrew } from './crews';
import css from './Crews.module.css';

interface Props {
  draft: Draft;
  organisation: string | null;
  category: string | null;
  choosing: boolean;
  onChoose(choosing: boolean): void;
  onChange(part: Partial<Draft>): void;
}

/** F8 Enter: the best crew is named in the draft, and gets the order as soon as the ticket is saved. */
export function CrewField({ draft, organisation, category, choosing, onChoose, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div>
      <span className={field.label}>{t('ticket.crew')}</span>
      <p className={css.chosen}>
        {draft.crew !== null && <b data-draft-crew={draft.crew.code}>{draft.crew.name}</b>}
        <Button size="small" keys="F8" onClick={() => onChoose(true)}>
          {t(draft.crew === null ? 'crews.choose' : 'crews.other')}
        </Button>
        {draft.crew !== null && (
          <Button size="small" tone="quiet" onClick={() => onChange({ crew: null })}>{t('crews.remove')}</Button>
        )}
      </p>
      <CrewDialog
        opened={choosing}
        organisation={organisation}
        ticketId={null}
        category={category}
        onClose={() => onChoose(false)}
        onPick={(crew) => {
          onChange({ crew: { code: crew.code, name: crew.name } });
          onChoose(false);
          focusText();
        }}
      />
    </div>
  );
}

/** Sends the chosen crew to a ticket that has just been saved; a refusal is said and can be repeated. */
export function useSendCrew() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ ticket, crew }: { ticket: Ticket; crew: { code: string; name: string } }) =>
      assignCrew(ticket.id, crew.code),
    onSettled: () => Promise.all(
      ['tickets', 'crews'].map((list) => client.invalidateQueries({ queryKey: [list] }))),
  });
}
