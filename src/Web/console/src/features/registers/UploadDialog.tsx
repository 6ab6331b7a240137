import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import page from '../../ui/Page.module.css';
import { uploadRegister } from './api';
import { FILE_MAX, keptProfile, keepProfile, sizeOf } from './upload';
import css from './UploadDialog.module.css';
import { useProfiles } from './useRegisters';

/** A file goes up as the bytes it is; whether it is any good the host says, and nothing is posted by it. */
export function UploadDialog({ given, onClose }: { given: File | null; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('registers.upload')} opened onClose={onClose} closeLabel={t('close')} size="32rem">
      <UploadForm given={given} onClose={onClose} />
    </Dialog>
  );
}

function UploadForm({ given, onClose }: { given: File | null; onClose(): void }) {
  const { t } = useTranslation();
  const { session } = useShell();
  const navigate = useNavigate();
  const client = useQueryClient();
  const ids = { organisation: useId(), profile: useId(), file: useId() };
  const [file, setFile] = useState(given);
  const [organisation, setOrganisation] = useState(session.organisations[0]?.code ?? '');
  const [chosen, setChosen] = useState<string | null>(null);
  const profiles = useProfiles(organisation);
  const list = profiles.data ?? [];
  const profile = [chosen, keptProfile(organisation)].find((each) => list.some((one) => one.id === each))
    ?? list[0]?.id ?? null;
  const leaving = useRef(new AbortController());
  useEffect(() => {
    leaving.current = new AbortController();
    return () => leaving.current.abort();
  }, []);

  const sending = useMutation({
    mutationFn: (what: File) => uploadRegister(organisation, profile, what, leaving.current.signal),
    onSuccess: (register) => {
      if (profile !== null) {
        keepProfile(organisation, profile);
      }
      client.setQueryData(['registers', 'one', register.id], register);
      void client.invalidateQueries({ queryKey: ['registers', 'list'] });
      void navigate({ to: '/registers/$id', params: { id: register.id } });
    },
  });
  const tooBig = file !== null && file.size > FILE_MAX;
  const ready = file !== null && file.size > 0 && !tooBig && !sending.isPending && !profiles.isPending;
  return (
    <form
      className={page.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) {
          sending.mutate(file);
        }
      }}
    >
      <div className={css.drop} data-full={file !== null}>
        <label htmlFor={ids.file} className={css.file}>
          {file === null ? t('registers.choose') : <><b>{file.name}</b> {sizeOf(file.size)}</>}
        </label>
        <input id={ids.file} className={css.input} type="file" data-autofocus
          onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />
      </div>
      {tooBig && <p className={field.error} role="alert">{t('registers.tooBig', { max: sizeOf(FILE_MAX) })}</p>}
      {file?.size === 0 && <p className={field.error} role="alert">{t('registers.emptyFile')}</p>}
      <div className={page.fields}>
        {session.organisations.length > 1 && (
          <div>
            <label className={field.label} htmlFor={ids.organisation}>{t('organisation')}</label>
            <select id={ids.organisation} className={field.input} value={organisation}
              onChange={(event) => setOrganisation(event.currentTarget.value)}>
              {session.organisations.map((each) => <option key={each.code} value={each.code}>{each.name}</option>)}
            </select>
          </div>
        )}
        <div>
          <label className={field.label} htmlFor={ids.profile}>{t('registers.profile')}</label>
          <select id={ids.profile} className={field.input} value={profile ?? ''}
            onChange={(event) => setChosen(event.currentTarget.value)}>
            {list.map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}
          </select>
        </div>
      </div>
      <Failure error={profiles.error} onAgain={() => void profiles.refetch()} />
      <Failure error={sending.error} />
      <p className={page.note}>{t('registers.uploadMeans')}</p>
      <div className={page.buttons}>
        <Button tone="primary" type="submit" disabled={!ready}>
          {t(sending.isPending ? 'registers.sending' : 'registers.check')}
        </Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </form>
  );
}
