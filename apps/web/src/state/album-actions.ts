import type { Photo } from '../engine/protocol/data.js';
import { type AlbumClass, type AlbumPhoto, store } from './app-state.js';
import { attempt } from './attempt.js';
import { ask } from './engine-actions.js';

/** Reads the photos that were taken on earlier visits, unless that has been done. */
export async function readAlbum(): Promise<void> {
  if (store.state.album) return;
  await attempt(async () => {
    const photos = await ask((engine) => engine.photos());
    const names = [...new Set(photos.map(({ className }) => className))];
    const ofClass = (name: string): AlbumPhoto[] =>
      photos.filter(({ className }) => className === name).map(shown);
    store.update({ album: names.map((name) => ({ name, photos: ofClass(name) })) });
  });
}

/** Adds a class without photos, unless there is one of that name. */
export function addClass(name: string): void {
  const album = store.state.album ?? [];
  if (!album.some((each) => each.name === name)) store.update({ album: [...album, { name, photos: [] }] });
}

export async function removeClass({ name, photos }: AlbumClass): Promise<void> {
  await forget(photos);
  store.update({ album: (store.state.album ?? []).filter((each) => each.name !== name) });
}

export async function addPhoto(className: string, picture: Blob): Promise<void> {
  await attempt(async () => {
    const jpeg = new Uint8Array(await picture.arrayBuffer());
    const id = await ask((engine) => engine.addPhoto(className, jpeg));
    const photo = { id, url: URL.createObjectURL(picture) };
    change(className, (photos) => [...photos, photo]);
  });
}

export async function removePhoto(className: string, photo: AlbumPhoto): Promise<void> {
  await forget([photo]);
  change(className, (photos) => photos.filter(({ id }) => id !== photo.id));
}

function forget(photos: readonly AlbumPhoto[]): Promise<void> {
  return attempt(async () => {
    await ask((engine) => engine.removePhotos(photos.map(({ id }) => id)));
    for (const { url } of photos) URL.revokeObjectURL(url);
  });
}

function shown({ id, jpeg }: Photo): AlbumPhoto {
  return { id, url: URL.createObjectURL(new Blob([jpeg], { type: 'image/jpeg' })) };
}

function change(className: string, by: (photos: readonly AlbumPhoto[]) => readonly AlbumPhoto[]): void {
  const album = store.state.album ?? [];
  store.update({
    album: album.map((each) => (each.name === className ? { ...each, photos: by(each.photos) } : each)),
  });
}
