import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/Dialog';
import { Notice } from '../../ui/Notice';
import { AutoAnswer } from '../call/AutoAnswer';
import { LinePin } from '../call/LinePin';
import css from './PhonePicker.module.css';
import { useChooseExtension, usePhones } from './useSession';

interface Props {
  opened: boolean;
  current: string | null;
  onClose(): void;
}

/** Which SIP phone rings for this person. The exchange says which ones are in touch. */
export function PhonePicker({ opened, current, onClose }: Props) {
  const { t } = useTranslation();
  const phones = usePhones(opened);
  const choice = useChooseExtension();

  const choose = (extension: string) => choice.mutate(extension, { onSuccess: onClose });

  return (
    <Dialog title={t('phone.title')} opened={opened} onClose={onClose} closeLabel={t('close')} size="26rem">
      <p className={css.hint}>{t('phone.hint')}</p>
      {choice.error !== null && <Notice tone="error">{choice.error.message}</Notice>}
      {phones.isError && <Notice tone="error">{t('phone.failed')}</Notice>}
      {phones.isPending && <p className={css.hint}>{t('loading')}</p>}
      {phones.data?.length === 0 && <p className={css.hint}>{t('phone.none')}</p>}
      {current !== null && <AutoAnswer opened={opened} />}
      {current !== null && <LinePin opened={opened} />}
      <ul className={css.list} aria-label={t('phone.title')}>
        {phones.data?.map((phone) => (
          <li key={phone.extension}>
            <button
              type="button"
              className={css.phone}
              aria-pressed={phone.extension === current}
              data-autofocus={phone.extension === current || undefined}
              onClick={() => choose(phone.extension)}
            >
              <b>{phone.extension}</b>
              <span className={phone.registered ? css.alive : css.silent}>
                {phone.registered ? t('phone.registered') : t('phone.away')}
              </span>
              {phone.user != null && <span className={css.user}>{phone.user}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
