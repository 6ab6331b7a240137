const NAME = 'zhkh-crew';
const STORE = 'photos';

/** Photos wait in the phone's database: the text storage is too small for them. */
function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error('no database'));
  });
}

async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const base = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const work = base.transaction(STORE, mode);
      const asked = act(work.objectStore(STORE));
      work.oncomplete = () => resolve(asked.result);
      work.onerror = () => reject(work.error ?? new Error('not kept'));
      work.onabort = () => reject(work.error ?? new Error('not kept'));
    });
  } finally {
    base.close();
  }
}

/** Bytes and not a Blob: some phones lose Blobs kept in a database. */
export async function keepPhoto(id: string, jpeg: Blob): Promise<void> {
  const bytes = await jpeg.arrayBuffer();
  await run('readwrite', (store) => store.put(bytes, id));
}

export async function readPhoto(id: string): Promise<Blob | null> {
  const bytes = await run<ArrayBuffer | undefined>('readonly', (store) => store.get(id));
  return bytes === undefined ? null : new Blob([bytes], { type: 'image/jpeg' });
}

export async function dropPhoto(id: string): Promise<void> {
  await run('readwrite', (store) => store.delete(id));
}
