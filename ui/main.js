// The first that runs. It lets the browser paint the frame of the page, which stands in index.html, before it has the rest to do.

const start = () => import("./app.js");

if (document.hidden)
	start();
else {
	requestAnimationFrame(() => setTimeout(start));
	/* Where no frame is drawn, for whatever reason. */
	setTimeout(start, 100);
}
