import { ConfigError } from '@cnn/tensor';
import type { OpenImageFiles } from './image-files.js';

export const openImageFiles: OpenImageFiles = async (folder) => {
  throw new ConfigError(
    `imageFolder() was given ${folder}, but a page cannot read folders of the disk. Let the person drop the files and pass them to imageFolderFromFiles([{ name, bytes }, …]).`,
  );
};

export async function imageFilesIn(folder: string): Promise<string[]> {
  throw new ConfigError(
    `imageFilesIn() was given ${folder}, but a page cannot read folders of the disk. Let the person drop the files instead.`,
  );
}
