import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime } from '../../format';
import { newKey } from '../../http';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import css from './Letter.module.css';
import { addressesIn, previewLetter, sendLetter, wrongAddresses, type LetterPreview } from './letters';

interface Props {
  ticketId: string;
  number: number;
  opened: boolean;
  onClose(): void;
}

/** The letter as it will go, what is still missing in it, and whom it goes to; Enter sends. */
export function LetterDialog({ ticketId, number, opened, onClose }: Props) {
  const { t } = useTranslation();
  const preview = useQuery({
    queryKey: ['letter', ticketId], queryFn: () => previewLetter(ticketId), enabled: opened, staleTime: 0, gcTime: 0,
  });
  return (
    <Dialog
      title={t('letters.dialog', { number })}
      opened={opened}
      onClose={onClose}
      closeLabel={t('close')}
      size="44rem"
    >
      {preview.isError && <Notice tone="error">{preview.error.message}</Notice>}
      {preview.isFetching && <p>{t('loading')}</p>}
      {preview.data !== undefined && !preview.isFetching && (
        <Sending ticketId={ticketId} preview={preview.data} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Sending({ ticketId, preview, onClose }: { ticketId: string; preview: LetterPreview; onClose(): void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [to, setTo] = useState(preview.recipients.join(', '));
  const [body, setBody] = useState(preview.body);
  const [complains, setComplains] = useState(false);
  const [key] = useState(newKey);
  const recipients = addressesIn(to);
  const wrong = wrongAddresses(recipients);
  const sending = useMutation({
    mutationFn: () => sendLetter(ticketId, recipients, body, key),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['tickets'] });
      onClose();
    },
  });
  const send = () => {
    const bad = recipients.length === 0 || wrong.length > 0;
    setComplains(bad);
    if (!bad && !sending.isPending) {
      sending.mutate();
    }
  };
  useKey('Ctrl+Enter', send);
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div>
        <label className={field.label} htmlFor="letter-to">{t('letters.recipients')}</label>
        <input
          id="letter-to"
          className={field.input}
          spellCheck={false}
          aria-invalid={complains}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        {complains && (
          <p className={field.error} role="alert">
            {recipients.length === 0
              ? t('letters.recipientsNeeded')
              : t('municipality.wrong', { list: wrong.join(', ') })}
          </p>
        )}
      </div>
      <p className={css.subject}>{preview.title}</p>
      {preview.sentAt != null && (
        <Notice tone="plain">{t('letters.sentAlready', { time: dateTime(preview.sentAt) })}</Notice>
      )}
      {preview.missing.length > 0 && (
        <div className={css.missing} role="status">
          {t('letters.missing', {
            list: preview.missing.map((each) => t(`letters.blanks.${each}`, { defaultValue: each })).join(', '),
          })}
        </div>
      )}
      <div>
        <label className={field.label} htmlFor="letter-body">{t('letters.body')}</label>
        <textarea
          id="letter-body"
          className={`${field.input} ${css.body}`}
          rows={12}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
      </div>
      {sending.error !== null && <Notice tone="error">{sending.error.message}</Notice>}
      <div className={css.buttons}>
        <Button tone="primary" type="submit" keys="Ctrl Enter" autoFocus disabled={sending.isPending}>
          {t('letters.send')}
        </Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </form>
  );
}
