import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { ChipRow } from '../../ui/ChipRow';
import { Dialog } from '../../ui/Dialog';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import css from './Letter.module.css';
import { addressesIn, getMunicipality, putMunicipality, wrongAddresses, type Municipality } from './letters';

/** Whom critical letters go to, by organisation. */
export function MunicipalityDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const { session } = useShell();
  const [organisation, setOrganisation] = useState(session.organisations[0]?.code ?? '');
  const known = useQuery({
    queryKey: ['municipality', organisation],
    queryFn: () => getMunicipality(organisation),
    enabled: opened && organisation !== '',
    staleTime: 0,
  });
  return (
    <Dialog title={t('municipality.title')} opened={opened} onClose={onClose} closeLabel={t('close')} size="32rem">
      <div className={css.form}>
        {session.organisations.length > 1 && (
          <ChipRow
            label={t('outages.organisation')}
            value={organisation}
            chips={session.organisations.map((each) => ({ value: each.code, label: each.name }))}
            onPick={setOrganisation}
          />
        )}
        {known.isError && <Notice tone="error">{known.error.message}</Notice>}
        {known.isPending && <p>{t('loading')}</p>}
        {known.data !== undefined && (
          <Addresses
            key={organisation}
            organisation={organisation}
            before={known.data}
            onClose={onClose}
          />
        )}
      </div>
    </Dialog>
  );
}

function Addresses({ organisation, before, onClose }: {
  organisation: string; before: Municipality; onClose(): void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [text, setText] = useState(before.recipients.join('\n'));
  const [mode, setMode] = useState(before.mode ?? 'ask');
  const [responsible, setResponsible] = useState(before.responsible ?? '');
  const [complains, setComplains] = useState(false);
  const addresses = addressesIn(text);
  const wrong = wrongAddresses(addresses);
  const saving = useMutation({
    mutationFn: (wanted: Municipality) => putMunicipality(organisation, wanted),
    onSuccess: (_, wanted) => {
      client.setQueryData(['municipality', organisation], wanted);
      onClose();
    },
  });
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        setComplains(wrong.length > 0);
        if (wrong.length === 0 && !saving.isPending) {
          saving.mutate({
            recipients: addresses, mode, responsible: responsible.trim() === '' ? null : responsible.trim(),
          });
        }
      }}
    >
      <div>
        <label className={field.label} htmlFor="municipality-addresses">{t('municipality.addresses')}</label>
        <textarea
          id="municipality-addresses"
          className={`${field.input} ${css.addresses}`}
          rows={5}
          data-autofocus
          spellCheck={false}
          aria-invalid={complains && wrong.length > 0}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <p className={field.hint}>{t('municipality.hint')}</p>
        {complains && wrong.length > 0 && (
          <p className={field.error} role="alert">{t('municipality.wrong', { list: wrong.join(', ') })}</p>
        )}
      </div>
      <div>
        <span className={field.label}>{t('municipality.mode')}</span>
        <ChipRow<'ask' | 'auto'>
          label={t('municipality.mode')}
          value={mode}
          chips={(['ask', 'auto'] as const).map((each) => ({ value: each, label: t(`municipality.modes.${each}`) }))}
          onPick={setMode}
        />
      </div>
      <div>
        <label className={field.label} htmlFor="municipality-responsible">{t('municipality.responsible')}</label>
        <input
          id="municipality-responsible"
          className={field.input}
          maxLength={200}
          value={responsible}
          onChange={(event) => setResponsible(event.currentTarget.value)}
        />
        <p className={field.hint}>{t('municipality.responsibleHint')}</p>
      </div>
      {saving.error !== null && <Notice tone="error">{saving.error.message}</Notice>}
      <div className={css.buttons}>
        <Button tone="primary" type="submit" disabled={saving.isPending}>{t('municipality.save')}</Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </form>
  );
}
