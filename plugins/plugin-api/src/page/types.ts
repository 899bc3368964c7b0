/**
 * A page for browsers: static files that the API serves under `/<id>/`, to everybody and without a look at credentials. What a
 * page shows, its scripts ask the API for, with the credentials of whoever sits in front of it.
 */
export interface PageFiles {
  /**
   * Absolute path of the folder with the files. `index.html` answers for the folder itself. What lies in `assets/` is kept
   * by browsers for ever, so a file there has a new name when its content changes. `x.js.gz` is sent in place of `x.js` to
   * browsers that take it.
   */
  directory(): string;
}
