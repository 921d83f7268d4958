//! The Debian package: what is in it, and whether its program works as its unit starts it.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tests::server::free_port;

/// Ends with the test.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The package, if there is one.
fn package() -> Option<PathBuf> {
    let told = std::env::var_os("LYKTA_DEB").filter(|package| !package.is_empty());
    if told.is_none() {
        eprintln!(
            "SKIPPED: LYKTA_DEB names no package; `cargo xtask deb` makes one, and `cargo xtask test` without a name"
        );
    }
    told.map(PathBuf::from)
}

fn unpacked(package: &Path, folder: &Path) {
    let unpacked = Command::new("dpkg-deb").arg("--extract").arg(package).arg(folder).status();
    assert!(unpacked.unwrap().success());
}

/// The unit, wherever this Debian has units.
fn unit(root: &Path) -> PathBuf {
    let places = ["usr/lib/systemd/system", "lib/systemd/system"];
    places.map(|place| root.join(place).join("lykta.service")).into_iter().find(|it| it.exists()).unwrap()
}

#[tokio::test]
async fn the_packages_program_starts_as_its_unit_says_and_answers() {
    let Some(package) = package() else { return };
    let root = tempfile::tempdir().unwrap();
    unpacked(&package, root.path());
    let unit = std::fs::read_to_string(unit(root.path())).unwrap();
    for line in ["User=lykta", "ProtectSystem=strict", "NoNewPrivileges=yes", "StateDirectory=lykta"] {
        assert!(unit.lines().any(|it| it == line), "{line} is not in\n{unit}");
    }
    for file in ["usr/lib/sysusers.d/lykta.conf", "etc/lykta/environment", "usr/share/doc/lykta/operating.md"]
    {
        assert!(root.path().join(file).is_file(), "{file} is missing");
    }
    let start = unit.lines().find_map(|line| line.strip_prefix("ExecStart=/")).unwrap();
    let (program, arguments) = start.split_once(' ').unwrap();
    let (data, port) = (tempfile::tempdir().unwrap(), free_port());
    let mut lykta = Command::new(root.path().join(program));
    lykta.args(arguments.split(' ')).env("LYKTA_DATA", data.path());
    lykta.env("LYKTA_LISTEN", format!("127.0.0.1:{port}")).stdout(Stdio::null()).stderr(Stdio::null());
    let _started = Started(lykta.spawn().unwrap());
    let page = tests::wait::until("the server answers", async || {
        let page = server::http::client().get(format!("http://127.0.0.1:{port}/")).send().await.ok()?;
        page.status().is_success().then_some(page.text().await.ok()?)
    });
    assert!(page.await.contains("<html"), "the app is in it");
}

/// In a mount namespace of its own: a copy of this machine that forgets everything written to it, with the package.
const COPY: &str = r#"
set -e
mount -t tmpfs lykta-tests "$1" && mkdir "$1/up" "$1/work" "$1/root" &&
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/up,workdir=$1/work" "$1/root" &&
mount -t proc proc "$1/root/proc" && mount --rbind /dev "$1/root/dev" || { echo "no copy"; exit 0; }
cp "$2" "$1/root/lykta.deb"
"#;

/// The package is installed there, started as its user with its settings, and purged.
const INSTALL: &str = r#"
exec chroot "$1/root" sh -e -c '
dpkg --install /lykta.deb
dpkg --status lykta | grep Status
stat --format "settings %a %U:%G" /etc/lykta/environment
install --directory --owner lykta --group lykta --mode 700 /var/lib/lykta
set -a; . /etc/lykta/environment; LYKTA_DATA=/var/lib/lykta; LYKTA_LISTEN=127.0.0.1:$0; set +a
setpriv --reuid lykta --regid lykta --clear-groups --no-new-privs --bounding-set=-all /usr/bin/lykta serve >/log &
server=$!
trap "kill $server" EXIT
until grep -q "Lykta listens" /log; do kill -0 $server; done
setpriv --reuid lykta --regid lykta --clear-groups /usr/bin/lykta walk create --title X --starts 2026-11-24T18:30
kill -TERM $server
wait $server
echo "ended $?"
trap - EXIT
dpkg --purge lykta
test ! -e /usr/bin/lykta && test ! -e /etc/lykta && echo "gone"
' "$3"
"#;

/// The copy is booted, with systemd as its first process and a network of its own, and looks for itself.
const BOOT: &str = r#"
mount -t sysfs -o ro sysfs "$1/root/sys" &&
mount -t tmpfs -o mode=755 lykta-tests "$1/root/sys/fs/cgroup" && mkdir "$1/root/sys/fs/cgroup/systemd" &&
{ mount -t cgroup -o none,name=systemd lykta-tests "$1/root/sys/fs/cgroup/systemd" ||
  mount -t cgroup2 lykta-tests "$1/root/sys/fs/cgroup"; } &&
mount -t tmpfs -o mode=755 lykta-tests "$1/root/run" && ip link set lo up &&
touch "$1/root/said" && mount --bind "$3" "$1/root/said" && test -x /lib/systemd/systemd || { echo "no copy"; exit 0; }
rm -f "$1/root/usr/sbin/policy-rc.d"
printf '%s' "$4" > "$1/root/look"
cat > "$1/root/etc/systemd/system/lykta-tests.service" <<'UNIT'
[Unit]
DefaultDependencies=no
[Service]
Type=oneshot
ExecStart=/bin/bash /look
ExecStopPost=/bin/systemctl --no-block exit
StandardOutput=append:/said
StandardError=append:/said
UNIT
echo "boots"
exec chroot "$1/root" env -i container=lykta-tests PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --system --unit=lykta-tests.service --show-status=no
"#;

/// What the booted copy does and says.
const LOOK: &str = r#"
set -e
dpkg --install /lykta.deb
answers() {
    for _ in $(seq 200); do
        if exec 3<>/dev/tcp/127.0.0.1/8080; then
            printf 'GET /healthz HTTP/1.0\r\n\r\n' >&3 && head -1 <&3 && return
        fi 2>/dev/null
        sleep 0.1
    done
    journalctl --no-pager --unit lykta
    false
}
server() { systemctl show --property MainPID --value lykta; }
echo "at first: $(systemctl is-active lykta) $(answers)"
first=$(server)
echo "runs as $(stat --format %U /proc/$first), $(grep -E '^(NoNewPrivs|Seccomp):' /proc/$first/status | tr -d '\t' | paste -sd ' ')"
stat --format 'data %a %U' /var/lib/lykta
kill -KILL "$first"
until [ "$(server)" != "$first" ] && [ "$(server)" != 0 ]; do sleep 0.1; done
echo "after a kill: $(systemctl is-active lykta) $(answers)"
systemctl restart lykta
echo "after a restart: $(answers)"
systemctl stop lykta
echo "stopped: $(systemctl show --property Result --value lykta)"
dpkg --purge lykta
systemctl cat lykta || echo "gone"
"#;

#[test]
fn systemd_starts_the_package_shut_in_and_again_after_a_kill() {
    let Some(package) = package() else { return };
    let (root, said) = (tempfile::tempdir().unwrap(), tempfile::NamedTempFile::new().unwrap());
    let mut boot = Command::new("timeout");
    boot.args(["--signal=KILL", "180", "unshare", "--mount", "--pid", "--fork", "--kill-child", "--net"]);
    boot.args(["--cgroup", "--uts", "--ipc", "sh", "-c", &format!("{COPY}{BOOT}"), "boot"]);
    let ended = boot.arg(root.path()).arg(package).arg(said.path()).arg(LOOK).output();
    let boots = ended.is_ok_and(|it| String::from_utf8_lossy(&it.stdout).contains("boots"));
    let said = std::fs::read_to_string(said.path()).unwrap();
    if !boots {
        eprintln!("SKIPPED: only root on a Linux with overlays and systemd can boot a copy of this machine");
        return;
    }
    for line in [
        "at first: active HTTP/1.0 200 OK",
        "runs as lykta, NoNewPrivs:1 Seccomp:2",
        "data 700 lykta",
        "after a kill: active HTTP/1.0 200 OK",
        "after a restart: HTTP/1.0 200 OK",
        "stopped: success",
        "gone",
    ] {
        assert!(said.contains(line), "{line} is not in\n{said}");
    }
}

#[test]
fn the_package_is_installed_started_and_purged_on_a_copy_of_this_machine() {
    let Some(package) = package() else { return };
    let root = tempfile::tempdir().unwrap();
    let mut install = Command::new("unshare");
    install
        .args(["--mount", "sh", "-c", &format!("{COPY}{INSTALL}"), "install"])
        .arg(root.path())
        .arg(package);
    let ended = install.arg(free_port().to_string()).output();
    let said =
        ended.as_ref().map(|ended| String::from_utf8_lossy(&ended.stdout).into_owned()).unwrap_or_default();
    if said.is_empty() || said.contains("no copy") {
        eprintln!("SKIPPED: only root on a Linux with overlays can make a copy of this machine");
        return;
    }
    for line in ["install ok installed", "settings 640 root:lykta", "ended 0", "gone"] {
        assert!(
            said.contains(line),
            "{line} is not in\n{said}{}",
            String::from_utf8_lossy(&ended.unwrap().stderr)
        );
    }
}
