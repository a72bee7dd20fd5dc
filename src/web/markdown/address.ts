/** Where the pictures and downloads of articles are; nothing is loaded from elsewhere. */
export const filesAddress = '/help/files/'
