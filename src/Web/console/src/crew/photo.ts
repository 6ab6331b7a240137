const LONG_SIDE_PX = 1_600;
const THUMB_PX = 168;
const QUALITY = 0.8;

export interface Shot {
  jpeg: Blob;
  /** A data address: the content policy lets pictures in from nowhere else. */
  thumb: string;
}

/** The size a picture is drawn at: the long side at most so many pixels, never enlarged. */
export function fitted(width: number, height: number, longSide: number): { width: number; height: number } {
  const scale = Math.min(1, longSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Makes a camera's ten megabytes about three hundred kilobytes before they go through a weak network. */
export async function shrink(file: Blob): Promise<Shot> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const jpeg = await draw(bitmap, LONG_SIDE_PX);
    const thumb = await draw(bitmap, THUMB_PX);
    return { jpeg, thumb: await dataAddress(thumb) };
  } finally {
    bitmap.close();
  }
}

async function draw(bitmap: ImageBitmap, longSide: number): Promise<Blob> {
  const { width, height } = fitted(bitmap.width, bitmap.height, longSide);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) {
    throw new Error('no canvas');
  }
  context.drawImage(bitmap, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/jpeg', QUALITY);
  });
}

function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(blob);
  });
}
