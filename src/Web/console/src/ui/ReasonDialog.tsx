import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { Failure } from './Failure';
import field from './Field.module.css';
import page from './Page.module.css';

interface Props {
  title: string;
  /** What the act means, before it is done. */
  children?: ReactNode;
  act: string;
  tone?: 'danger' | 'primary';
  busy: boolean;
  error: Error | null;
  onClose(): void;
  onDo(reason: string): void;
}

/** An act that cannot be undone silently: it wants a reason, and the reason is kept. */
export function ReasonDialog({ title, children, act, tone = 'danger', busy, error, onClose, onDo }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [reason, setReason] = useState('');
  const given = reason.trim();
  return (
    <Dialog title={title} opened onClose={onClose} closeLabel={t('close')} size="30rem">
      <form
        className={page.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (given !== '' && !busy) {
            onDo(given);
          }
        }}
      >
        {children}
        <div>
          <label className={field.label} htmlFor={id}>{t('reason')}</label>
          <input id={id} className={field.input} data-autofocus required maxLength={500} value={reason}
            onChange={(event) => setReason(event.currentTarget.value)} />
        </div>
        <Failure error={error} />
        <div className={page.buttons}>
          <Button tone={tone} type="submit" disabled={given === '' || busy}>{act}</Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
