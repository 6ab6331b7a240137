import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import { ChipRow } from '../../ui/ChipRow';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import { leadToFault } from '../../ui/FieldFault';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { addLine, changeLine, removeLine, type Line, type LineSettings } from './api';
import { LineFields } from './LineFields';
import css from './Lines.module.css';
import { missing } from './lines';
import { useLineAct, usePresets } from './useLines';

/** A new line from what is known of its operator, or one that is there. */
export function LineDialog({ line, onClose }: { line: Line | null; onClose(): void }) {
  const { t } = useTranslation();
  const presets = usePresets(line === null);
  const [preset, setPreset] = useState<string | null>(null);
  const chosen = presets.data?.find((each) => each.settings.preset === preset);
  const start = line?.settings ?? chosen?.settings;
  return (
    <Dialog title={t(line === null ? 'lines.add' : 'lines.change')} opened onClose={onClose} closeLabel={t('close')}
      size="46rem">
      <div className={page.form}>
        {line === null && presets.data !== undefined && (
          <div>
            <p className={field.label}>{t('lines.preset')}</p>
            <ChipRow label={t('lines.preset')} autofocus value={preset ?? ''} onPick={setPreset}
              chips={presets.data.map((each) => ({
                value: each.settings.preset,
                label: each.settings.name === '' ? t('lines.otherOperator') : each.settings.name,
              }))} />
            {preset === null && <p className={field.hint}>{t('lines.presetHint')}</p>}
          </div>
        )}
        <Failure error={presets.error} />
        {chosen !== undefined && <Notice tone="plain">{chosen.check}</Notice>}
        {start !== undefined && <LineForm key={start.preset} start={start} line={line} onClose={onClose} />}
      </div>
    </Dialog>
  );
}

function LineForm({ start, line, onClose }: { start: LineSettings; line: Line | null; onClose(): void }) {
  const { t } = useTranslation();
  const [settings, setSettings] = useState(start);
  // Null leaves the one there is, empty takes it away.
  const [password, setPassword] = useState<string | null>(null);
  const [complains, setComplains] = useState(false);
  const saving = useLineAct(
    () => (line === null ? addLine : changeLine)({ settings, ...(password === null ? {} : { password }) }), onClose);
  const [removes, setRemoves] = useState(false);
  const removing = useLineAct(() => removeLine(settings.code), onClose);
  const gaps = missing(settings);
  return (
    <form className={page.form} noValidate onSubmit={(event) => {
      event.preventDefault();
      setComplains(gaps.length > 0);
      if (gaps.length === 0 && !saving.isPending) {
        saving.mutate(undefined);
      } else {
        leadToFault(event.currentTarget);
      }
    }}>
      <LineFields settings={settings} isNew={line === null} gaps={complains ? gaps : []} refusal={saving.error}
        hasPassword={line?.hasPassword ?? false} password={password} onPassword={setPassword}
        onChange={(next) => {
          saving.reset();
          setSettings(next);
        }} />
      <Failure error={saving.error ?? removing.error} atFields />
      <div className={css.buttons}>
        <Button tone="primary" type="submit" disabled={saving.isPending}>{t('lines.save')}</Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
        {line !== null && (removes
          ? <Button tone="danger" disabled={removing.isPending} onClick={() => removing.mutate(undefined)}>
            {t('lines.removeSure')}
          </Button>
          : <Button tone="quiet" onClick={() => setRemoves(true)}>{t('lines.remove')}</Button>)}
      </div>
    </form>
  );
}
