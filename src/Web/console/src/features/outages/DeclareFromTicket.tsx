import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../../api';
import { useKey } from '../../keys';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { causeOf } from './causeOf';
import css from './DeclareDialog.module.css';
import { DeclareDialog } from './DeclareDialog';
import { mayDeclare, type Outage } from './outages';

/** F9 on an open ticket: the outage it means, filled in, so that Enter declares it. */
export function DeclareFromTicket({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [declared, setDeclared] = useState<Outage | null>(null);
  const { session } = useShell();
  const open = mayDeclare(session.role)
    && ticket.status !== 'done' && ticket.status !== 'closed' && ticket.status !== 'rejected';
  useKey('F9', () => setOpened(true), { enabled: open });
  if (!open && declared === null) {
    return null;
  }
  return (
    <div className={css.fromTicket}>
      {open && <Button tone="danger" keys="F9" onClick={() => setOpened(true)}>{t('outages.declare')}</Button>}
      {declared !== null && (
        <Notice tone="ok">
          {t('outages.declared', { number: declared.number })}
          <Link to="/outages" search={{ id: declared.id }}>{t('outages.open')}</Link>
        </Notice>
      )}
      <DeclareDialog
        opened={opened}
        from={causeOf(ticket)}
        onClose={() => setOpened(false)}
        onDeclared={(outage) => {
          setOpened(false);
          setDeclared(outage);
        }}
      />
    </div>
  );
}
