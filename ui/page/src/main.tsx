import { render } from 'preact';
import { NODES_FIRST } from './api/nodes.js';
import { sendEarly } from './api/request.js';
import { App } from './app.js';
import { placeOf } from './router.js';
import './style/tokens.css';
import './style/base.css';
import './style/parts.css';
import './style/views.css';

// Who somebody is, and what they see first, are asked at the same time.
const [view = 'nodes'] = placeOf(location.hash).parts;
sendEarly('/session');
if (view === 'nodes') sendEarly(NODES_FIRST);

const page = document.getElementById('page');
if (page) render(<App />, page);
