"""Writes the image files of this folder, and what Pillow makes of each in expected.json: pip install pillow numpy."""

import base64
import json

import numpy
from PIL import Image, ImageOps

HEIGHT, WIDTH = 18, 26
ys, xs = numpy.mgrid[0:HEIGHT, 0:WIDTH]
noise = numpy.random.default_rng(1).normal(0, 10, (HEIGHT, WIDTH, 3))
waves = numpy.stack([128 + 100 * numpy.sin(xs / 4), ys * 13, (xs + ys) * 5], -1)
picture = Image.fromarray(numpy.clip(waves + noise, 0, 255).astype("uint8"))

clear = numpy.dstack([numpy.asarray(picture), numpy.full((HEIGHT, WIDTH), 255)]).astype("uint8")
clear[:, :9, 3] = 0
clear[:, 9:14, 3] = 100
deep = Image.fromarray(numpy.asarray(picture.convert("L")).astype("uint16") * 256 + 255)

expected = {}


def bytes_of(image):
    array = numpy.asarray(image)
    return {"shape": list(array.shape), "data": base64.b64encode(array.tobytes()).decode()}


def write(name, image, decoded=None, **options):
    image.save(name, **options)
    upright = decoded or Image.open(name).convert("RGB")
    expected[name] = bytes_of(upright)


def over_white(image):
    rgba = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")


write("photo.jpg", picture, quality=85)
write("full.jpg", picture, quality=95, subsampling=0)
write("progressive.jpg", picture, quality=85, progressive=True)
write("grey.jpg", picture.convert("L"))
picture.convert("CMYK").save("cmyk.jpg")
write("colour.png", picture)
write("grey.png", picture.convert("L"))
write("bits.png", picture.convert("1"))
write("palette.png", picture.convert("P"))
write("deep.png", deep, picture.convert("L").convert("RGB"))
write("clear.png", Image.fromarray(clear), over_white(Image.fromarray(clear)))
write("lossy.webp", picture, quality=80)
write("lossless.webp", picture, lossless=True)
write("clear.webp", Image.fromarray(clear), over_white(Image.fromarray(clear)), lossless=True, exact=True)
turns = [None, None, 0, 3, 1, 5, 4, 6, 2]  # PIL.Image.Transpose, by orientation
for orientation, turn in enumerate(turns):
    if orientation == 0:
        continue
    exif = Image.Exif()
    exif[0x0112] = orientation
    seen = picture if turn is None else picture.transpose(turn)
    write(f"turned{orientation}.png", picture, seen, exif=exif)
exif = Image.Exif()
exif[0x0112] = 6
for name, options in [("turned.jpg", {"quality": 85}), ("turned.webp", {"lossless": True})]:
    picture.save(name, exif=exif, **options)
    expected[name] = bytes_of(Image.open(name).convert("RGB").transpose(turns[6]))

JFIF_END = 20  # of the first segment of photo.jpg
ADOBE = b"\xff\xee\x00\x0eAdobe\x00\x64" + bytes(4) + b"\x07"


def write_odd(name, source, change):
    """A picture in a file with a fault that does not touch it."""
    with open(source, "rb") as file:
        contents = change(file.read())
    with open(name, "wb") as file:
        file.write(contents)
    expected[name] = bytes_of(ImageOps.exif_transpose(Image.open(name)).convert("RGB"))


write_odd("spare.jpg", "photo.jpg", lambda file: file[:-2] + bytes(3) + file[-2:])
write_odd("spare-head.jpg", "turned.jpg", lambda file: file[:JFIF_END] + bytes(3) + file[JFIF_END:])
write_odd("spare-tail.jpg", "photo.jpg", lambda file: file + ADOBE)
write_odd("version.jpg", "photo.jpg", lambda file: file[:11] + b"\0" + file[12:])
write_odd("transform.jpg", "photo.jpg", lambda file: file[:2] + ADOBE + file[JFIF_END:])
write_odd("spare-tail.png", "colour.png", lambda file: file + bytes(20))

for width, height in [(26, 18), (13, 9), (7, 5), (40, 31), (5, 40), (1, 1)]:
    expected[f"squash {height} {width}"] = bytes_of(picture.resize((width, height), Image.BILINEAR))
for width, height, box in [(8, 8, (4, 0, 22, 18)), (6, 12, (8.5, 0, 17.5, 18)), (12, 6, (0, 2.5, 26, 15.5))]:
    expected[f"crop {height} {width}"] = bytes_of(picture.resize((width, height), Image.BILINEAR, box))

with open("expected.json", "w") as file:
    json.dump(expected, file, indent=0)
    file.write("\n")
