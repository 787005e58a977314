// Reads QR codes from the camera: with the browser's own detector, or with the decoder we bring.

const EVERY = 90; // milliseconds between two looks
const AGAIN = 3500; // the same card is not read twice within

export class Camera {
  constructor(video, found) {
    this.video = video;
    this.found = found;
    this.last = { text: "", at: 0 };
  }

  async start() {
    this.stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
    });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.read = await reader();
    this.look();
  }

  stop() {
    clearTimeout(this.timer);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = undefined;
  }

  async look() {
    if (!this.stream) return;
    if (this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !document.hidden) {
      const text = await this.read(this.video).catch(() => "");
      const now = performance.now();
      if (text && (text !== this.last.text || now - this.last.at > AGAIN)) {
        this.last = { text, at: now };
        this.found(text);
      } else if (text) {
        this.last.at = now; // still held before the camera
      }
    }
    this.timer = setTimeout(() => this.look(), EVERY);
  }
}

async function reader() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
  }
  const worker = new Worker(document.querySelector("[data-decoder]").dataset.decoder);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (video) =>
    new Promise((resolve) => {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      context.drawImage(video, 0, 0);
      const image = context.getImageData(0, 0, canvas.width, canvas.height);
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = () => resolve("");
      worker.postMessage(image, [image.data.buffer]);
    });
}
