import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import { ChipRow } from '../../ui/ChipRow';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import page from '../../ui/Page.module.css';
import { speakClip, uploadClip, type Clip } from './api';
import css from './Menus.module.css';
import { useClips, useMenuAct } from './useMenus';

const NEW = '+';

/** A sound of one's own, or none; «new» has the robot speak a text, or takes a file. */
export function ClipSelect({ organisation, value, label, none, disabled = false, onPick }: {
  organisation: string; value: string | null; label: string; none: string; disabled?: boolean;
  onPick(id: string | null): void;
}) {
  const { t } = useTranslation();
  const clips = useClips();
  const [isMaking, setMaking] = useState(false);
  const own = clips.data?.filter((each) => each.organisation === organisation) ?? [];
  return (
    <>
      <select className={field.input} aria-label={label} title={label} value={value ?? ''} disabled={disabled}
        onChange={(event) => {
          const picked = event.currentTarget.value;
          if (picked === NEW) {
            setMaking(true);
          } else {
            onPick(picked === '' ? null : picked);
          }
        }}>
        <option value="">{none}</option>
        {own.map((clip) => <option key={clip.id} value={clip.id}>{clip.languages[0]?.text ?? clip.id}</option>)}
        {value !== null && !own.some((clip) => clip.id === value) && <option value={value}>{value}</option>}
        <option value={NEW}>{t('ivr.newSound')}</option>
      </select>
      {isMaking && (
        <ClipDialog organisation={organisation} onClose={() => setMaking(false)} onMade={(clip) => {
          setMaking(false);
          onPick(clip.id);
        }} />
      )}
    </>
  );
}

function ClipDialog({ organisation, onClose, onMade }: {
  organisation: string; onClose(): void; onMade(clip: Clip): void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [how, setHow] = useState<'speak' | 'upload'>('speak');
  const [ru, setRu] = useState('');
  const [uk, setUk] = useState('');
  const [language, setLanguage] = useState<'ru' | 'uk'>('ru');
  const [file, setFile] = useState<File | null>(null);
  const making = useMenuAct(() => (how === 'speak'
    ? speakClip(organisation, ru.trim(), uk.trim())
    : uploadClip(organisation, language, (language === 'ru' ? ru : uk).trim(), file ?? new Blob())), onMade);
  const words = how === 'speak' ? ru.trim() + uk.trim() : (language === 'ru' ? ru : uk).trim();
  const isReady = words !== '' && (how === 'speak' || file !== null) && !making.isPending;
  const text = (code: 'ru' | 'uk', value: string, onChange: (value: string) => void) => (
    <div>
      <label className={field.label} htmlFor={`${id}-${code}`}>{t(`ivr.text.${code}`)}</label>
      <textarea id={`${id}-${code}`} className={field.input} lang={code} rows={3} maxLength={400} value={value}
        onChange={(event) => onChange(event.currentTarget.value)} />
    </div>
  );
  return (
    <Dialog title={t('ivr.newSound')} opened onClose={onClose} closeLabel={t('close')}>
      <form className={page.form} onSubmit={(event) => {
        event.preventDefault();
        if (isReady) {
          making.mutate(undefined);
        }
      }}>
        <ChipRow<'speak' | 'upload'> label={t('ivr.how')} value={how} onPick={setHow}
          chips={[{ value: 'speak', label: t('ivr.speak') }, { value: 'upload', label: t('ivr.upload') }]} />
        {how === 'upload' && (
          <div className={css.row}>
            <ChipRow<'ru' | 'uk'> label={t('ivr.language')} value={language} onPick={setLanguage}
              chips={[{ value: 'ru', label: 'RU' }, { value: 'uk', label: 'UK' }]} />
            <div className={css.grow}>
              <label className={field.label} htmlFor={`${id}-file`}>{t('ivr.file')}</label>
              <input id={`${id}-file`} className={field.input} type="file" accept=".wav,audio/wav"
                onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />
            </div>
          </div>
        )}
        {(how === 'speak' || language === 'ru') && text('ru', ru, setRu)}
        {(how === 'speak' || language === 'uk') && text('uk', uk, setUk)}
        <p className={page.note}>{t(how === 'speak' ? 'ivr.speakMeans' : 'ivr.uploadMeans')}</p>
        <Failure error={making.error} />
        <div className={page.buttons}>
          <Button tone="primary" type="submit" disabled={!isReady}>
            {making.isPending ? t('ivr.making') : t('ivr.make')}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
